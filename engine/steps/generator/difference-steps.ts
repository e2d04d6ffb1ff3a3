import { EngineError } from "../../errors";
import { maskedProperties } from "../../events/masked";
import { noSecrets } from "../../secret-filter";
import { isReplace } from "../../plugins/diff-response";
import type { DiffResponse, NamingRequest } from "../../plugins/provider";
import type { ResourceProvider } from "../context";
import type { Entry } from "../entry";
import { CreateStep } from "../kinds/create";
import { DeleteStep } from "../kinds/delete";
import { ReplaceStep } from "../kinds/replace";
import { SameStep } from "../kinds/same";
import { UpdateStep } from "../kinds/update";
import type { Step, StepDifference } from "../step";
import { BailError } from "./bail-error";
import { tellFailures } from "./check";
import { deleteDependents } from "./dependents";
import type { Difference } from "./diff";
import type { Planner } from "./planner";
import type { Prepared } from "./prepare";
import { withReplaceOnChanges } from "./replace-on-changes";

interface Compared extends Prepared {
  readonly old: Entry;
  readonly provider: ResourceProvider | undefined;
  readonly randomSeed: Uint8Array;
  readonly naming: NamingRequest | undefined;
  /** The record of before is what an import found in this operation. */
  readonly imported: boolean;
}

/** What is to be done about a difference: nothing, an update in place, or a replacement. */
export async function stepsOfDifference(
  planner: Planner,
  compared: Compared,
  { diff: told, triggered }: Difference,
): Promise<readonly Step[]> {
  const { goal, old, urn } = compared;
  const hasInitErrors = old.state.initErrors.length > 0;
  const diff = withReplaceOnChanges(told, goal.replaceOnChanges ?? [], hasInitErrors);
  const pending = old.state.pendingReplacement;
  const differs = diff.changes === "some" || pending;
  if (differs && (isReplace(diff) || triggered || pending)) return replace(planner, compared, diff);
  if (differs || hasInitErrors) {
    planner.tracker.updates.add(urn);
    const { registration, new: entry } = compared;
    const ignoreChanges = goal.ignoreChanges ?? [];
    return [new UpdateStep({ old, new: entry, registration, difference: differenceOf(diff), ignoreChanges })];
  }
  return same(planner, compared);
}

function same(
  { tracker }: Planner,
  { urn, old, new: entry, registration, imported }: Compared,
): readonly Step[] {
  if (imported) {
    registration.settle(old, "success");
    return [];
  }
  tracker.sames.add(urn);
  return [new SameStep({ old, new: entry, registration })];
}

function differenceOf(diff: DiffResponse): StepDifference {
  return { diffs: diff.changedKeys, detailedDiff: diff.detailedDiff };
}

async function replace(planner: Planner, compared: Compared, diff: DiffResponse): Promise<readonly Step[]> {
  const { urn, goal, old, new: entry, registration } = compared;
  refuseProtected(planner, compared);
  if (goal.importID) refuseImported(planner, compared, diff);
  planner.tracker.replaces.add(urn);
  await checkAnew(planner, compared);
  const difference = { keys: diff.replaceKeys, ...differenceOf(diff) };
  const telling = new ReplaceStep(old, entry, difference);
  const creating = (deleteLater: boolean) =>
    new CreateStep({ new: entry, registration, replaces: { old, difference, deleteLater } });
  // What was deleted already is not deleted once more, unlike in Pulumi's engine: by now its id may be another's.
  const { pendingReplacement } = old.state;
  if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace))
    return [creating(!pendingReplacement), telling];

  const steps = await deleteDependents(planner, old);
  await planner.ensureProvider(old.state.provider);
  if (!pendingReplacement) {
    steps.push(new DeleteStep({ old, deletes: planner.tracker.deletes, replacement: "before" }));
  }
  return [...steps, telling, creating(false)];
}

function refuseProtected(planner: Planner, { urn, old, new: entry }: Compared): void {
  if (!old.state.protect || !entry.state.protect) return;
  planner.refuse(
    `unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect the resource, remove ` +
      "the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
    urn,
  );
}

/** The `import` option names an object; the replacement would be another one. */
function refuseImported(planner: Planner, { urn, old, new: entry }: Compared, diff: DiffResponse): void {
  const masked = ({ state }: Entry) => maskedProperties(state.inputs, noSecrets);
  const [before, after] = [masked(old), masked(entry)];
  const keys = diff.replaceKeys.map(
    (key) => `${key}: ${JSON.stringify(before[key])} => ${JSON.stringify(after[key])}`,
  );
  const message =
    "previously-imported resources that still specify an ID may not be replaced; please remove the `import` " +
    `declaration from your program;\n${keys.join("\n")}`;
  if (!planner.preview) throw new EngineError(message);
  planner.context.diagnostics.warning(message, urn);
}

/** The new object's inputs are checked as those of a new one: names that were made up before are made up anew. */
async function checkAnew(planner: Planner, compared: Compared): Promise<void> {
  const { urn, goal, old, provider, randomSeed, naming } = compared;
  if (!provider || planner.isReplaceTarget(urn, old.state)) return;
  const answer = await provider.check({ urn, newInputs: goal.inputs, randomSeed, naming });
  const valid = tellFailures(planner, compared, answer.failures, () => {
    compared.new.set({ inputs: answer.inputs ?? {} });
  });
  if (!valid) throw new BailError(`resource ${urn} has check errors`);
}
