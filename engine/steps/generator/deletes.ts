import type { Urn } from "../../urn";
import { DependencyGraph } from "../dependency-graph";
import { Entry } from "../entry";
import { DeleteStep } from "../kinds/delete";
import { RemovePendingReplaceStep } from "../kinds/remove-pending-replace";
import { SameStep } from "../kinds/same";
import type { Step } from "../step";
import { replacedDependents, replacedWith } from "./dependents";
import type { Planner } from "./planner";

/** What the end of an operation brings: what is carried over though nobody registered it, and what goes. */
export interface Deletions {
  sames: readonly Step[];
  deletes: readonly Step[];
}

/** What the program no longer has, and what was replaced and is still there. */
export async function stepsOfDeletion(planner: Planner): Promise<Deletions> {
  const { tracker, context } = planner;
  const isTargeted = await targetTest(planner);
  const sames: Step[] = [];
  const deletes: Step[] = [];
  for (const base of context.world.base) {
    const entry = tracker.refreshed.get(base) ?? base;
    const { urn, delete: replaced, pendingReplacement, provider, viewOf } = entry.state;
    // A view has no object of its own: it goes with the resource that it is a view of.
    if (viewOf) continue;
    if (!isTargeted(urn)) {
      if (!tracker.isOperatedOn(urn)) {
        sames.push(new SameStep({ old: entry, new: new Entry({ ...entry.state, id: "" }) }));
      }
      continue;
    }
    if (replaced) {
      if (tracker.pendingDeletes.has(entry)) continue;
      deletes.push(new DeleteStep({ old: entry, deletes: tracker.deletes, replacement: "after" }));
    } else if (!tracker.isOperatedOn(urn)) {
      const { deletes: deleted } = tracker;
      deletes.push(
        pendingReplacement
          ? new RemovePendingReplaceStep(entry)
          : new DeleteStep({ old: entry, deletes: deleted }),
      );
    } else if (!tracker.deletes.has(urn)) {
      continue;
    }
    tracker.deletes.add(urn);
    await planner.ensureProvider(provider);
  }
  for (const entry of tracker.toDelete) {
    if (!isTargeted(entry.state.urn)) continue;
    tracker.deletes.add(entry.state.urn);
    deletes.push(new DeleteStep({ old: entry, deletes: tracker.deletes }));
  }
  refuseUntargeted(planner, deletes);
  return { sames, deletes };
}

function refuseUntargeted(planner: Planner, deletes: readonly Step[]): void {
  if (planner.options.targetDependents) return;
  const untargeted = deletes.filter(({ urn }) => !planner.targets.has(urn));
  for (const { urn } of untargeted) {
    planner.failed = true;
    planner.context.diagnostics.error(
      `Resource '${urn}' will be destroyed but was not specified in --target list.\n` +
        "Either include resource in --target list or pass --target-dependents to proceed.",
      urn,
    );
  }
  if (untargeted.length > 0 && !planner.preview) planner.stopSilently("delete untargeted resource");
}

/** Which resources of the state may be deleted under the operation's targets. */
async function targetTest(planner: Planner): Promise<(urn: Urn) => boolean> {
  if (planner.targets.isLimited) {
    const allowed = await deletableWithTargets(planner);
    return (urn) => allowed.has(urn);
  }
  if (planner.excludes.isLimited) {
    const kept = keptWithExcludes(planner);
    return (urn) => !kept.has(urn);
  }
  return () => true;
}

/** The targets with what depends on them and what would be replaced with them. */
async function deletableWithTargets(planner: Planner): Promise<ReadonlySet<Urn>> {
  const { world } = planner.context;
  const graph = schedulingGraph(planner);
  const reached = new Set<Urn>();
  const frontier = world.base.filter(({ state }) => planner.targets.has(state.urn));
  for (let entry = frontier.shift(); entry; entry = frontier.shift()) {
    if (reached.has(entry.state.urn)) continue;
    reached.add(entry.state.urn);
    frontier.push(...graph.dependents(entry, (urn) => reached.has(urn), true));
  }
  const deletable = new Set(reached);
  for (const urn of reached) {
    for (const entry of world.allOlds.get(urn) ?? []) {
      const dependents = await replacedDependents(planner, entry);
      for (const { entry: other } of [...dependents, ...replacedWith(planner, urn)]) {
        deletable.add(other.state.urn);
      }
    }
  }
  return deletable;
}

/** What is excluded, with what it needs, and with what depends on it where that is asked for. */
function keptWithExcludes(planner: Planner): ReadonlySet<Urn> {
  const { world } = planner.context;
  const graph = schedulingGraph(planner);
  const kept = new Set<Urn>();
  const frontier = world.base.filter(({ state }) => planner.excludes.has(state.urn));
  for (let entry = frontier.shift(); entry; entry = frontier.shift()) {
    if (kept.has(entry.state.urn)) continue;
    kept.add(entry.state.urn);
    frontier.push(...graph.dependencies(entry));
    if (planner.options.excludeDependents) {
      frontier.push(...graph.dependents(entry, (urn) => kept.has(urn), true));
    }
  }
  return kept;
}

/** Groups of deletions: what a resource needs is deleted in a later group than the resource itself. */
export function schedule(planner: Planner, deletes: readonly Step[]): Step[][] {
  const graph = schedulingGraph(planner);
  const condemned = new Map(deletes.flatMap((step) => (step.old ? [[step.old, step] as const] : [])));
  const depths = new Map<Entry, number>();
  const groups: Step[][] = [];
  for (const [entry, step] of graph.inOrder(condemned)) {
    const needed = [...graph.dependencies(entry)].map((other) => depths.get(other) ?? -1);
    const depth = 1 + Math.max(-1, ...needed);
    depths.set(entry, depth);
    (groups[depth] ??= []).push(step);
  }
  return groups.reverse();
}

/** The state's resources, and those of this operation that are to go again. */
function schedulingGraph({ tracker, context }: Planner): DependencyGraph {
  const graph = new DependencyGraph([...tracker.toDelete, ...context.world.base]);
  for (const [old, found] of tracker.refreshed) graph.alias(found, old);
  return graph;
}
