import { fullStackName } from "../../../engine/backend";
import type { OperationTarget } from "../../../engine/operations";
import type { Plan, PlanOptions } from "../../plan";
import { asCommand, CommandError } from "../errors";
import { type Home } from "../home";
import { operate, openStackFor, type Done, type Order } from "../operate";
import { planRemoval } from "../own-provider";
import { comparePlans, labelOf, type PlanDifference } from "./compare-plans";
import { PlanRefusedError } from "./plan-errors";
import { checkPlan, readPlan, writePlan } from "./plan-file";
import { PlanRecorder } from "./record-plan";
import { makePlanKey, openPlanKey, type PlanKey } from "./sealed-key";
import { stepGate } from "./step-gate";

// eslint-disable-next-line @typescript-eslint/no-require-imports -- resolves to the package's own manifest in the repository and in the published package alike
const manifest = require("moorage/package.json") as { version: string };

/** A preview, and the plan that was made of it. */
interface PlannedPreview extends Done {
  readonly plan: Plan;
}

/** Where a plan goes. */
export interface PlanReceivers {
  /** The file that it is written to. */
  readonly file?: string | undefined;
  readonly onPlan?: ((plan: Plan) => void | Promise<void>) | undefined;
}

/**
 * Says what an update would do, and makes a plan of it.
 *
 * @throws CommandError, as a preview; and for a stack whose passphrase is not given, as a plan holds digests of secrets
 */
export async function previewPlan(home: Home, order: Order, { file, onPlan }: PlanReceivers): Promise<Done> {
  const { key, target } = await asCommand(async () => {
    const target = await openStackFor(home, order.stack);
    return { target, key: await makePlanKey(target) };
  });
  const { plan, ...done } = await recordPreview(home, order, target, key);
  if (file !== undefined) await writePlan(file, plan);
  await onPlan?.(plan);
  return done;
}

/**
 * Does what a plan says, and nothing else. A preview comes first: where anything that the plan touches is not as it
 * was, nothing is done. Then each step is compared once more before it begins.
 *
 * @param path the plan's file
 * @throws PlanFileError for a file that is no plan of this stack, PlanRefusedError where the world has changed;
 * CommandError, as an update
 */
export async function applyPlan(home: Home, path: string, order: Order): Promise<Done> {
  refuseOptions(order);
  const plan = await readPlan(path);
  const { key, target } = await asCommand(async () => {
    const target = await openStackFor(home, order.stack);
    return { target, key: await openPlanKey(target, plan.basis.key) };
  });
  const { digests } = key;
  checkPlan(path, plan, fullStackName(target.stack), digests);
  const planned: Order = { ...order, engine: { ...order.engine, ...plan.options } };
  const differences = comparePlans(plan, await presentPlan(home, planned, target, key));
  if (differences.length > 0) throw new PlanRefusedError(differences);
  const randomSeed = (urn: string): Uint8Array => digests.seed(urn);
  return operate(home, {
    ...planned,
    kind: "update",
    engine: { ...planned.engine, beforeStep: stepGate(plan, digests), randomSeed },
  });
}

/** The plan as it would be made now. A preview that fails now, as it did not then, says by its errors what changed. */
async function presentPlan(home: Home, order: Order, target: OperationTarget, key: PlanKey): Promise<Plan> {
  const { parallel, signal } = order.options;
  // It is not what was asked for: who listens hears the update only.
  const options = {
    ...(parallel === undefined ? {} : { parallel }),
    ...(signal === undefined ? {} : { signal }),
  };
  try {
    const quiet = { ...order, options };
    return (await recordPreview(home, quiet, target, key)).plan;
  } catch (error) {
    const isOfResource = error instanceof CommandError && error.constructor === CommandError;
    const differences = isOfResource ? failuresOf(error) : [];
    if (differences.length === 0) throw error;
    throw new PlanRefusedError(differences, error as CommandError, { cause: error });
  }
}

function failuresOf({ diagnostics }: CommandError): PlanDifference[] {
  return diagnostics
    .filter(({ severity, urn }) => severity === "error" && urn !== undefined)
    .map(({ message, urn = "" }) => {
      const reason = message.replace(/^Preview failed: /, "").trimEnd();
      return { what: "host", urn, message: `${labelOf(urn)} cannot be made what it shall be: ${reason}` };
    });
}

async function recordPreview(
  home: Home,
  order: Order,
  target: OperationTarget,
  key: PlanKey,
): Promise<PlannedPreview> {
  const recorder = new PlanRecorder(key, planRemoval);
  const { beforeStep, onPlanned } = recorder;
  const randomSeed = (urn: string): Uint8Array => key.digests.seed(urn);
  const engine = { ...order.engine, beforeStep, randomSeed };
  const done = await operate(home, { ...order, kind: "preview", engine, onPlanned });
  const { configuration: config, stack } = target;
  const options = optionsOf(order, target);
  const plan = recorder.plan({ moorage: manifest.version, stack: fullStackName(stack), options, config });
  return { ...done, plan };
}

type EngineOptions = NonNullable<Order["engine"]>;

function optionsOf(order: Order, { project }: OperationTarget): PlanOptions {
  const { excludeDependents, excludes, refresh, replace, targetDependents, targets } = chosen(order);
  return {
    refresh: refresh ?? project.refresh,
    targets: [...(targets ?? [])],
    targetDependents: targetDependents ?? false,
    excludes: [...(excludes ?? [])],
    excludeDependents: excludeDependents ?? false,
    replace: [...(replace ?? [])],
  };
}

/** What was asked for, in the engine's words, whoever asks. */
function chosen({ engine = {}, options }: Order): EngineOptions {
  const { exclude, excludeDependents, target, targetDependents } = options;
  return { targets: target, targetDependents, excludes: exclude, excludeDependents, ...engine };
}

/** A plan says for itself how it is applied. */
function refuseOptions(order: Order): void {
  const { excludes = [], refresh, replace = [], targets = [] } = chosen(order);
  const said = {
    target: targets.length > 0,
    exclude: excludes.length > 0,
    replace: replace.length > 0,
    refresh: refresh !== undefined,
  };
  const [name] = Object.entries(said).find(([, isSaid]) => isSaid) ?? [];
  if (name === undefined) return;
  throw new CommandError(
    `${name} is not for an update by a plan: the plan has it from its preview. Preview with it, and apply that plan`,
  );
}
