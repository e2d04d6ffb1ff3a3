import type { ResourceState } from "../state/resource-state";
import type { Urn } from "../urn";
import { dependenciesOf } from "./dependencies";
import type { DeploymentOptions } from "./deployment";
import type { UrnTargets } from "./urn-targets";

interface Limits {
  readonly targets: UrnTargets;
  readonly excludes: UrnTargets;
  readonly options: Pick<DeploymentOptions, "targetDependents" | "excludeDependents">;
}

/** Tells which resources are refreshed. It is asked of each in the order of the state: one brings others with it. */
export function refreshFilter({ targets, excludes, options }: Limits): (state: ResourceState) => boolean {
  const [targeted, excluded] = [targets.copy(), excludes.copy()];
  return (state) => {
    const dependsOn = (urns: { has: (urn: Urn) => boolean }) =>
      dependenciesOf(state).some(({ urn }) => urns.has(urn));
    if (excluded.isLimited) {
      if (excluded.has(state.urn)) return false;
      if (!options.excludeDependents || !dependsOn(excluded)) return true;
      excluded.add(state.urn);
      return false;
    }
    if (targeted.has(state.urn)) return true;
    if (!options.targetDependents || !dependsOn(targeted)) return false;
    targeted.add(state.urn);
    return true;
  };
}
