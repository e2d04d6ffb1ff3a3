import { randomBytes } from "../../random-bytes";

import { isProviderType, parseUrn, rootStackType, type Urn } from "../../urn";
import type { ResourceProvider } from "../context";
import { dependencyUrnsOf } from "../dependencies";
import { wantedName } from "../autonaming";
import { Entry } from "../entry";
import { CreateStep } from "../kinds/create";
import { ImportStep } from "../kinds/import";
import { ReplaceStep } from "../kinds/replace";
import { SameStep, SkippedCreateStep } from "../kinds/same";
import type { Step } from "../step";
import { BailError } from "./bail-error";
import { carryOver } from "./carry-over";
import { check } from "./check";
import { stepsOfDifference } from "./difference-steps";
import { diffOf } from "./diff";
import type { Planner } from "./planner";
import type { Prepared } from "./prepare";

/** What is to be done for a registration; after an import, what was found is compared in a second round. */
export interface Decision {
  steps: readonly Step[];
  /** Set for an import. */
  afterImport?: (() => Promise<readonly Step[]>) | undefined;
}

/** Decides what is to be done for a registration. */
export async function decide(planner: Planner, prepared: Prepared): Promise<Decision> {
  const early = stepsOfMode(planner, prepared);
  if (early) return { steps: early };
  const { urn, goal, old } = prepared;
  const provider = goal.custom ? planner.context.providerOf({ ...goal, urn }) : undefined;
  if (!isImport(prepared)) return { steps: await compare(planner, prepared, provider, false) };

  const { tracker } = planner;
  const replaces = old && !tracker.deletes.has(urn) ? old : undefined;
  tracker.imports.add(urn);
  const { registration } = prepared;
  const settle = registration.settle.bind(registration);
  const ignoreChanges = goal.ignoreChanges ?? [];
  const step = new ImportStep({ new: prepared.new, replaces, ignoreChanges, settle });
  return {
    steps: replaces ? [step, new ReplaceStep(replaces, prepared.new)] : [step],
    afterImport: () => {
      const wanted = new Entry({ ...prepared.new.state, ...asRegistered(prepared) });
      return compare(planner, { ...prepared, old: step.new, new: wanted }, provider, true);
    },
  };
}

/** What the program asks for, in the place of what the import has found. */
function asRegistered({ goal }: Prepared) {
  return {
    id: "",
    inputs: goal.inputs,
    outputs: {},
    initErrors: [],
    importID: "",
    replacementTrigger: null,
    additionalSecretOutputs: goal.additionalSecretOutputs ?? [],
  };
}

function isImport({ goal, old }: Prepared): boolean {
  if (!goal.custom || !goal.importID) return false;
  if (!old || old.state.external) return true;
  return (old.state.importID || old.state.id) !== goal.importID;
}

/** In a refresh and in a destruction that run the program, resources are not brought to what it asks for. */
function stepsOfMode(planner: Planner, prepared: Prepared): readonly Step[] | undefined {
  if (planner.mode === "update") return undefined;
  const { tracker } = planner;
  const { urn, goal, old, registration } = prepared;
  const skipped = dependencyUrnsOf(prepared.new.state).some((other) => tracker.skippedCreates.has(other));
  const isResource = goal.custom && !isProviderType(goal.type);
  const skip = () => {
    tracker.skippedCreates.add(urn);
    return [new SkippedCreateStep(prepared.new, registration)];
  };
  if (planner.mode === "refresh") {
    if (!isResource && !skipped) return undefined;
    if (old) {
      registration.settle(old, "success");
      return [];
    }
    tracker.sames.add(urn);
    return skip();
  }
  if (skipped) {
    if (old) prepared.new.set({ outputs: old.state.outputs });
    return skip();
  }
  if (!isResource) {
    tracker.toDelete.push(prepared.new);
    return undefined;
  }
  if (!old) return skip();
  tracker.sames.add(urn);
  tracker.toDelete.push(prepared.new);
  prepared.new.set({ inputs: old.state.inputs });
  return [new SameStep({ old, new: prepared.new, registration })];
}

/** Checks the inputs, and compares the resource with its record. */
async function compare(
  planner: Planner,
  prepared: Prepared,
  provider: ResourceProvider | undefined,
  imported: boolean,
): Promise<readonly Step[]> {
  const { tracker } = planner;
  const { urn, goal, old, registration } = prepared;
  const isTargeted = isImplicitTarget(prepared) || planner.isIncluded(prepared.new.state);
  const recreating = tracker.deletes.has(urn);
  const randomSeed = planner.options.randomSeed?.(urn) ?? randomBytes(32);
  const { autonaming } = planner.options;
  const wanted = goal.custom && autonaming ? wantedName(autonaming, urn, randomSeed) : undefined;
  if (wanted?.isFixed === true) goal.deleteBeforeReplace = true;
  const naming = wanted?.request;
  const valid = await check(planner, prepared, provider, { isTargeted, recreating, randomSeed, naming });
  if (wanted?.isMeant === true) await warnOfNaming(planner, urn, provider);
  if (!valid || prepared.invalid) throw new BailError(`resource ${urn} is invalid`);

  if (old && recreating) return recreate(planner, prepared, old);
  if (old?.state.external) {
    tracker.creates.add(urn);
    const replaces = { old, difference: {}, deleteLater: true };
    return [
      new CreateStep({ new: prepared.new, registration, replaces }),
      new ReplaceStep(old, prepared.new),
    ];
  }
  noteTarget(planner, prepared, isTargeted);
  if (!old) return create(planner, prepared, isTargeted);
  if (!isTargeted) return carryOver(planner, prepared, old);
  const diff = await diffOf(planner, prepared, old, provider);
  // While the provider was asked, another's replacement may have taken this one along.
  if (tracker.deletes.has(urn)) return recreate(planner, prepared, old);
  return stepsOfDifference(planner, { ...prepared, old, provider, randomSeed, naming, imported }, diff);
}

/** A provider that does not know of the stack's autonaming makes up names as ever. */
async function warnOfNaming(
  planner: Planner,
  urn: Urn,
  provider: ResourceProvider | undefined,
): Promise<void> {
  // Providers of older protocols say nothing.
  const supportsNaming = (await provider?.supportsNaming?.()) ?? true;
  if (supportsNaming) return;
  planner.context.diagnostics.warning(
    `${urn} resource has a custom autonaming setting but the provider does not support autonaming configuration, ` +
      "consider upgrading to a newer version",
    urn,
  );
}

/** Providers and the stack itself are there for whatever is targeted. */
function isImplicitTarget({ urn, goal }: Prepared): boolean {
  return isProviderType(goal.type) || parseUrn(urn).qualifiedType === rootStackType;
}

function recreate({ tracker }: Planner, prepared: Prepared, old: Entry): readonly Step[] {
  const { urn, registration } = prepared;
  tracker.deletes.delete(urn);
  tracker.replaces.add(urn);
  const difference = { keys: tracker.dependentKeys.get(urn) };
  const replaces = { old, difference, deleteLater: false };
  return [new ReplaceStep(old, prepared.new), new CreateStep({ new: prepared.new, registration, replaces })];
}

function create({ tracker }: Planner, prepared: Prepared, isTargeted: boolean): readonly Step[] {
  const { urn, registration } = prepared;
  if (isTargeted) {
    tracker.creates.add(urn);
    return [new CreateStep({ new: prepared.new, registration })];
  }
  tracker.sames.add(urn);
  tracker.skippedCreates.add(urn);
  return [new SkippedCreateStep(prepared.new, registration)];
}

function noteTarget(planner: Planner, { urn, new: { state } }: Prepared, isTargeted: boolean): void {
  if (planner.excludes.isLimited && !isTargeted && planner.isExcluded(state)) planner.excludesActual.add(urn);
  else if (isTargeted && planner.isTargeted(state)) planner.targetsActual.add(urn);
}
