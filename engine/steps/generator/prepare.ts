import { resourceState, type ResourceState } from "../../state/resource-state";
import { childUrn, isProviderType, type Urn } from "../../urn";
import { EngineError } from "../../errors";
import { Entry } from "../entry";
import type { Alias, Goal } from "../goal";
import type { Registration } from "../step";
import { aliasUrns } from "./aliases";
import type { Planner } from "./planner";

/** A registration whose resource has its URN, and its record of before if there is one. */
export interface Prepared {
  readonly registration: Registration;
  readonly goal: Goal;
  readonly urn: Urn;
  readonly old: Entry | undefined;
  readonly new: Entry;
  /** An error was told that ends the operation once the rest is checked. */
  readonly invalid: boolean;
}

/** Gives a registered resource its URN, finds what the state knows of it, and makes its new record. */
export function prepare(planner: Planner, registration: Registration): Prepared {
  const { goal } = registration;
  const { tracker, context } = planner;
  const urn = takeUrn(planner, goal);
  const { old, invalid, alias } = findOld(planner, { ...goal, urn, aliases: goal.aliases ?? [] });
  context.world.goals.set(urn, goal);
  const entry = new Entry(recordOf(goal, urn, old?.state, alias));
  if (isProviderType(goal.type)) {
    tracker.providers.set(urn, entry);
    if (alias) tracker.providers.set(alias, entry);
  }
  return { registration, goal, urn, old, new: entry, invalid };
}

/** The URN of what is registered or read, which nothing else may have. */
export function takeUrn(planner: Planner, goal: Pick<Goal, "type" | "name" | "parent">): Urn {
  const { tracker, options } = planner;
  if (goal.parent && !tracker.urns.has(goal.parent)) {
    throw new EngineError(`could not find parent resource ${goal.parent}`);
  }
  const urn = childUrn(options.stack, options.project, goal.parent, goal.type, goal.name);
  if (tracker.urns.has(urn)) {
    planner.bail(`Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
  }
  tracker.urns.add(urn);
  return urn;
}

interface Sought {
  urn: Urn;
  name: string;
  type: string;
  parent?: Urn | undefined;
  aliases: readonly Alias[];
}

/** What the state knows of a resource, by its URN or else by one of its aliases. */
export function findOld(
  planner: Planner,
  sought: Sought,
): { old: Entry | undefined; invalid: boolean; alias: Urn | undefined } {
  const { tracker, context, options } = planner;
  const { diagnostics, registry, world } = context;
  const { urn } = sought;
  const claimed = tracker.aliased.get(urn);
  let invalid = claimed !== undefined;
  if (claimed !== undefined) {
    const message = `Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${claimed}'`;
    diagnostics.error(message, urn);
  }
  const aliases = aliasUrns({ ...sought, parent: sought.parent }, tracker, options);
  // Its URN comes first: an alias that is another resource's URN by now must not win over it.
  const found = [urn, ...aliases].find((candidate) => world.olds.has(candidate));
  const old = found === undefined ? undefined : world.olds.get(found);
  if (found === undefined || found === urn) return { old, invalid, alias: undefined };
  const rivals = [tracker.urns.has(found) ? urn : undefined, tracker.aliased.get(found)];
  for (const rival of rivals.filter((other) => other !== undefined)) {
    invalid = true;
    diagnostics.error(
      `Duplicate resource alias '${found}' applied to resource with URN '${urn}' conflicting with resource with ` +
        `URN '${rival}'`,
      urn,
    );
  }
  tracker.aliased.set(found, urn);
  tracker.aliases.set(urn, found);
  registry.registerAlias(urn, found);
  return { old, invalid, alias: found };
}

function recordOf(
  goal: Goal,
  urn: Urn,
  old: ResourceState | undefined,
  alias: Urn | undefined,
): ResourceState {
  return resourceState({
    urn,
    type: goal.type,
    custom: goal.custom,
    inputs: goal.inputs,
    parent: goal.parent,
    protect: goal.protect ?? false,
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    provider: goal.provider,
    additionalSecretOutputs: goal.additionalSecretOutputs ?? [],
    aliases: alias === undefined ? [] : [alias],
    customTimeouts: goal.customTimeouts ?? { create: 0, update: 0, delete: 0 },
    importID: goal.importID ?? "",
    retainOnDelete: goal.retainOnDelete ?? false,
    deletedWith: goal.deletedWith,
    replaceWith: goal.replaceWith ?? [],
    created: old?.created,
    modified: old?.modified,
    sourcePosition: goal.sourcePosition ?? "",
    stackTrace: goal.stackTrace ?? [],
    ignoreChanges: goal.ignoreChanges ?? [],
    hideDiff: goal.hideDiff ?? [],
    replaceOnChanges: goal.replaceOnChanges ?? [],
    replacementTrigger: goal.replacementTrigger ?? null,
    refreshBeforeUpdate: old?.refreshBeforeUpdate ?? false,
    resourceHooks: goal.hooks ?? {},
  });
}
