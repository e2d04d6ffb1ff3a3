import type { ResourceState } from "../../state/resource-state";
import type { Urn } from "../../urn";
import { dependenciesOf } from "../dependencies";
import type { Entry } from "../entry";
import { RefreshStep } from "../kinds/refresh";
import { refreshFilter } from "../refresh-filter";
import type { World } from "../world";
import type { Planner } from "./planner";

/** Refreshes of the state's resources, before a program runs; or only of those that ask for one before an update. */
export async function stepsOfRefresh(planner: Planner, onlyBeforeUpdate: boolean): Promise<RefreshStep[]> {
  const isWanted = refreshFilter(planner);
  const steps: RefreshStep[] = [];
  for (const entry of planner.context.world.base) {
    if (onlyBeforeUpdate && !entry.state.refreshBeforeUpdate) continue;
    if (entry.state.viewOf || !isWanted(entry.state)) continue;
    await planner.ensureProvider(entry.state.provider);
    steps.push(new RefreshStep(entry));
  }
  return steps;
}

/** Refreshes of what the program of a refresh did not register. */
export async function stepsOfLateRefresh(planner: Planner): Promise<RefreshStep[]> {
  const { tracker, targets, excludes } = planner;
  const steps: RefreshStep[] = [];
  for (const entry of planner.context.world.base) {
    const { urn, viewOf, provider } = entry.state;
    const isWanted = excludes.isLimited ? !excludes.has(urn) : targets.has(urn);
    if (viewOf || tracker.isOperatedOn(urn) || !isWanted) continue;
    tracker.refreshes.add(urn);
    await planner.ensureProvider(provider);
    steps.push(new RefreshStep(entry));
  }
  return steps;
}

/** The resources as a refresh found them: what is gone is left out, and nothing refers to it any more. */
export function refreshedBase(world: World, steps: readonly RefreshStep[]): Entry[] {
  const found = new Map(steps.map((step) => [step.old, step.new]));
  const present = new Set<Urn>();
  const entries: Entry[] = [];
  for (const base of world.base) {
    const entry = found.has(base) ? found.get(base) : base;
    if (!entry) continue;
    const pruned = prune(entry.state, present);
    if (pruned !== entry.state) entry.state = pruned;
    entries.push(entry);
    present.add(base.state.urn);
  }
  return entries;
}

function prune(state: ResourceState, present: ReadonlySet<Urn>): ResourceState {
  const isWhole = dependenciesOf(state).every(({ urn }) => present.has(urn));
  const hasEmpty = Object.values(state.propertyDependencies).some((urns) => urns.length === 0);
  if (isWhole && !hasEmpty) return state;
  const living = (urns: readonly Urn[]) => urns.filter((urn) => present.has(urn));
  return {
    ...state,
    // The program tells the parent again; until then there is none, as with Pulumi's engine.
    parent: state.parent && present.has(state.parent) ? state.parent : undefined,
    dependencies: living(state.dependencies),
    propertyDependencies: Object.fromEntries(
      Object.entries(state.propertyDependencies)
        .map(([key, urns]) => [key, living(urns)] as const)
        .filter(([, urns]) => urns.length > 0),
    ),
    deletedWith: state.deletedWith && present.has(state.deletedWith) ? state.deletedWith : undefined,
    replaceWith: state.replaceWith.every((urn) => present.has(urn)) ? state.replaceWith : [],
  };
}
