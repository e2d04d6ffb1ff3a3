import { isReplace } from "../../plugins/diff-response";
import { isProviderType, type Urn } from "../../urn";
import { Unknown, type PropertyMap } from "../../values";
import { diffResource } from "../diff-resource";
import { providerUrnOf } from "../dependencies";
import type { Entry } from "../entry";
import { DeleteStep } from "../kinds/delete";
import type { Step } from "../step";
import type { Planner } from "./planner";
import { withReplaceOnChanges } from "./replace-on-changes";

/** A resource that must be replaced with another, and which of its inputs are the reason. */
interface Dependent {
  entry: Entry;
  keys: readonly string[];
}

/** Steps that delete, last ones first, what cannot stay while a resource is deleted and made again. */
export async function deleteDependents(planner: Planner, root: Entry): Promise<Step[]> {
  const { tracker, context } = planner;
  const { urn } = root.state;
  const inGraph = !planner.preview || context.world.graph.has(root);
  const dependents = inGraph ? await replacedDependents(planner, root) : [];
  dependents.push(...replacedWith(planner, urn));
  const steps: Step[] = [];
  for (const { entry, keys } of dependents.reverse()) {
    if (tracker.pendingDeletes.has(entry)) continue;
    const { state } = entry;
    tracker.dependentKeys.set(state.urn, keys);
    if (state.protect && !state.delete) refuseProtected(planner, state.urn, urn);
    const replacement = state.delete ? undefined : "before";
    steps.push(new DeleteStep({ old: entry, deletes: tracker.deletes, replacement }));
    tracker.deletes.add(state.urn);
    tracker.pendingDeletes.add(entry);
  }
  return steps;
}

function refuseProtected(planner: Planner, urn: Urn, root: Urn): never {
  planner.failed = true;
  return planner.bail(
    `unable to replace resource "${urn}" as part of replacing "${root}" as it is currently marked for protection. To ` +
      "unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`, " +
      `or use the command:\n\`pulumi state unprotect '${urn}'\``,
    urn,
  );
}

/**
 * What depends on a resource and would have to be replaced if the inputs that come from it were not known: asked of
 * each in order, since the one that is replaced takes others along.
 */
export async function replacedDependents(planner: Planner, root: Entry): Promise<Dependent[]> {
  const { tracker, context } = planner;
  const replaced = new Set([root.state.urn]);
  const found: Dependent[] = [];
  for (const entry of context.world.graph.dependents(root, (urn) => tracker.hasStep(urn), false)) {
    const keys = await keysOfReplacement(planner, entry, replaced);
    if (!keys) continue;
    found.push({ entry, keys });
    replaced.add(entry.state.urn);
  }
  return found;
}

/** The inputs for which a resource is replaced; undefined if it is not. */
async function keysOfReplacement(
  planner: Planner,
  { state }: Entry,
  replaced: ReadonlySet<Urn>,
): Promise<readonly string[] | undefined> {
  if (!state.custom || state.external) return undefined;
  const providerUrn = providerUrnOf(state);
  if (providerUrn !== undefined && replaced.has(providerUrn)) {
    await planner.ensureProvider(state.provider);
    return [];
  }
  const newInputs = withUnknowns(state.inputs, (key) =>
    (state.propertyDependencies[key] ?? []).some((urn) => replaced.has(urn)),
  );
  if (!newInputs) return undefined;
  const { context } = planner;
  if (isProviderType(state.type)) await context.registry.same(state);
  else await planner.ensureProvider(state.provider);
  const { urn, id, inputs: oldInputs, outputs: oldOutputs, ignoreChanges } = state;
  const request = { urn, id, oldInputs, oldOutputs, newInputs, ignoreChanges };
  const told = await diffResource(context.providerOf(state), request, context.diagnostics);
  const diff = withReplaceOnChanges(told, state.replaceOnChanges, false);
  return isReplace(diff) ? diff.replaceKeys : undefined;
}

/** The inputs with those unknown that come from what is replaced; undefined if none does. */
function withUnknowns(inputs: PropertyMap, isAffected: (key: string) => boolean): PropertyMap | undefined {
  if (!Object.keys(inputs).some(isAffected)) return undefined;
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, isAffected(key) ? new Unknown() : value]),
  );
}

/** What asks to be replaced whenever this resource is. */
export function replacedWith({ context: { world } }: Planner, urn: Urn): Dependent[] {
  const found = new Map<Urn, Entry>();
  for (const entry of [...world.olds.values(), ...world.news.values()]) {
    if (entry.state.replaceWith.includes(urn)) found.set(entry.state.urn, entry);
  }
  return [...found.values()].map((entry) => ({ entry, keys: [] }));
}
