import { EngineError } from "../../errors";
import { parseProviderReference } from "../../provider-reference";
import { dependenciesOf, type Dependency } from "../dependencies";
import { Entry } from "../entry";
import { SameStep } from "../kinds/same";
import type { Registration, Step } from "../step";
import { BailError } from "./bail-error";
import type { Planner } from "./planner";
import type { Prepared } from "./prepare";

/**
 * A resource that is no target stays exactly as the state has it, and with it, before it, everything that it depends
 * on and that the program has not registered yet.
 */
export function carryOver(planner: Planner, prepared: Prepared, old: Entry): readonly Step[] {
  requireProvider(planner, prepared, old);
  return withDependencies(planner, prepared, old, prepared.registration);
}

function requireProvider({ context }: Planner, { urn }: Prepared, old: Entry): void {
  const { provider } = old.state;
  if (provider === "" || context.registry.get(provider)) return;
  const reference = parseProviderReference(provider);
  if (context.world.olds.get(reference.urn)?.state.id !== reference.id) {
    throw new EngineError(`could not find provider ${provider} in old state`);
  }
  throw new EngineError(
    `provider ${provider} for resource ${urn} has not been registered yet, this is due to a change of providers mixed ` +
      "with --target. Change your program back to the original providers",
  );
}

function withDependencies(
  planner: Planner,
  prepared: Prepared,
  old: Entry,
  registration: Registration | undefined,
): Step[] {
  const { tracker, context } = planner;
  if (old.state.delete) return [];
  tracker.urns.add(old.state.urn);
  tracker.sames.add(prepared.urn);
  tracker.sames.add(old.state.urn);
  const steps: Step[] = [];
  for (const dependency of dependenciesOf(old.state)) {
    // What was refreshed on its registration has its new record already.
    if (tracker.hasStep(dependency.urn) || tracker.refreshes.has(dependency.urn)) continue;
    const needed = context.world.olds.get(dependency.urn);
    if (!needed) throw new BailError(missing(dependency, prepared));
    steps.push(...withDependencies(planner, prepared, needed, undefined));
  }
  const copy = new Entry({ ...old.state, id: "" });
  return [...steps, new SameStep({ old, new: copy, registration })];
}

function missing({ kind, urn, property }: Dependency, prepared: Prepared): string {
  const what = kind === "deleted with" || kind === "replace with" ? `${kind} dependency` : kind;
  const whose = property === undefined ? "" : `'s property ${property}`;
  return `${what} ${urn} of untargeted resource ${prepared.urn}${whose} has no old state`;
}
