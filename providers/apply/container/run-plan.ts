import { EngineRequestError, NoAnswerError } from "../../docker/errors";
import { CancelledError, UserError } from "../../errors";
import type { Desired } from "../../reconcile/container/desired";
import { type ContainerPlan, stepsOf } from "../../reconcile/container/plan";
import { formatStep, type Step } from "../../reconcile/container/step";
import { undoSteps } from "../../reconcile/container/undo";
import type { Redact } from "../../redact";
import { StepCount } from "../step-count";
import { diagnose, type Diagnosis } from "./diagnosis";
import { ContainerFailedError, RollbackFailedError, SwapFailedError } from "./errors";
import { NotWorking } from "./gate";
import { idOf, type Run, runStep } from "./run-step";
import { translate } from "./translate";
import { watchContainers } from "./watch";

export interface PlanRun extends Run {
  readonly desired: Desired;
  readonly redact: Redact;
  warn(message: string): void;
  /** Called as soon as something on the host may have changed. */
  touched(): void;
  /** Called when all that a change did has been undone, so that what was there is as it was before. */
  restored(): void;
}

/**
 * Runs a plan. When its change fails or is cancelled and something serves that must serve on, the change is undone;
 * what was made is kept for inspection when it failed. Throws UserErrors.
 */
export async function runPlan(plan: ContainerPlan, run: PlanRun): Promise<void> {
  const steps = stepsOf(plan);
  const count = new StepCount(steps.length);
  const waits = steps.some(({ kind }) => kind === "await");
  // Open before anything starts, so that nothing is missed of what then happens to it.
  const watch = waits ? await watchContainers(run.engine, run.signal) : undefined;
  try {
    for (const step of plan.settle) await perform(step, count, run);
    await change(plan, count, run);
    for (const step of plan.retire) await perform(step, count, run);
  } finally {
    watch?.close();
  }
}

async function change(plan: ContainerPlan, count: StepCount, run: PlanRun): Promise<void> {
  const begun: Step[] = [...plan.done];
  const wasStopped = begun.some(({ kind }) => kind === "stop");
  const times: Times = { stopped: wasStopped ? performance.now() : undefined };
  try {
    for (const step of plan.change) {
      if (step.kind === "stop") times.stopped = performance.now();
      begun.push(step);
      await perform(step, count, run);
    }
  } catch (error) {
    throw await failed(error, plan, begun, times, run);
  }
}

interface Times {
  /** When the old one was asked to stop. */
  stopped: number | undefined;
}

async function failed(
  error: unknown,
  plan: ContainerPlan,
  begun: readonly Step[],
  times: Times,
  run: PlanRun,
): Promise<unknown> {
  const cancelled = error instanceof CancelledError;
  const step = begun.at(-1);
  const made = madeBy(begun, run);
  const hasServed = begun.slice(0, -1).some(({ kind }) => kind === "await");
  // From when the new one did not serve any more; nobody knows better than that it was seen now.
  if (hasServed && times.stopped !== undefined) times.stopped = performance.now();
  const asking = { redact: run.redact, exitCode: exitCodeOf(error), isUrgent: times.stopped !== undefined };
  // Of one that hangs nothing more is told either.
  const hanging = error instanceof NoAnswerError ? step?.container : undefined;
  const diagnosis =
    made && !cancelled && hanging === undefined ? await diagnose(run.engine, made.id, asking) : undefined;
  // One that the engine refused has never run and has nothing to tell: it goes, and nothing has changed.
  const isRefused = made !== undefined && isRefusal(error) && !begun.some(({ kind }) => kind === "await");
  if (!plan.fallback && !isRefused) return explain(error, step, diagnosis, run);

  const keepsMade = !cancelled && run.desired.keepFailed && !isRefused;
  const undo = undoSteps(begun, { reason: cancelled ? "cancelled" : "failed", keepsMade, hanging });
  const count = new StepCount(undo.length);
  let downSeconds = 0;
  try {
    for (const back of undo) {
      run.progress(`undoing ${count.next()}${formatStep(back)}`);
      await runStep(run, back);
      if (back.kind === "start" && times.stopped !== undefined) {
        downSeconds = (performance.now() - times.stopped) / 1000;
      }
    }
    if (undo.length > 0) run.progress("undone");
  } catch (second) {
    return rollbackFailed(error, second, run);
  }
  if (error instanceof NoAnswerError && hanging === made?.name) {
    return new UserError(`${error.message} ${describeService(downSeconds)}`, { cause: error });
  }
  if (cancelled || diagnosis === undefined || made === undefined) return explain(error, step, undefined, run);
  if (isRefused) {
    // One that was started again may have another address than before.
    if (times.stopped === undefined) run.restored();
    return refused(error, plan.fallback ? downSeconds : undefined);
  }
  return swapFailed(error, keepsMade ? made.name : undefined, diagnosis, downSeconds, run);
}

/** Whether the engine refused what it was asked for. */
function isRefusal(error: unknown): error is UserError {
  return (
    error instanceof EngineRequestError ||
    (error instanceof UserError && error.cause instanceof EngineRequestError)
  );
}

/** @param downSeconds undefined where there is no old one */
function refused(error: UserError, downSeconds: number | undefined): UserError {
  const left =
    downSeconds === undefined
      ? "The container is removed again: it never ran."
      : `${describeService(downSeconds)} The new one is removed: it never ran.`;
  return new UserError(`${error.message.replace(/\.$/, "")}. ${left}`, {
    property: error.property,
    cause: error,
  });
}

function describeService(downSeconds: number): string {
  return downSeconds === 0
    ? `The old one has served all the time.`
    : `The old one serves again; it was down for ${downSeconds.toFixed(1)} s.`;
}

function exitCodeOf(error: unknown): number | undefined {
  return error instanceof NotWorking ? error.exitCode : undefined;
}

/** The container that a change has made, under the name that it was made with. */
function madeBy(begun: readonly Step[], run: PlanRun): { name: string; id: string } | undefined {
  const name = begun.find(({ kind }) => kind === "create")?.container;
  if (name === undefined) return undefined;
  const taken = begun.flatMap((step) => (step.kind === "rename" && step.container === name ? step.to : []));
  const id = [name, ...taken].flatMap((present) => run.ids.get(present) ?? []).at(0);
  return id === undefined ? undefined : { name, id };
}

async function explain(
  error: unknown,
  step: Step | undefined,
  diagnosis: Diagnosis | undefined,
  run: PlanRun,
): Promise<unknown> {
  if (!(error instanceof NotWorking) || step === undefined) return error;
  const asking = { redact: run.redact, exitCode: error.exitCode, isUrgent: false };
  const found = diagnosis ?? (await diagnose(run.engine, idOf(run, step.container), asking));
  const { container } = step;
  const message =
    `Container ${container} on ${run.engine.name} does not work: ${error.message}. ` +
    `It is left as it is, and tried again at the next run: docker logs ${container}`;
  return new ContainerFailedError(message, found, error);
}

function swapFailed(
  error: unknown,
  kept: string | undefined,
  diagnosis: Diagnosis,
  downSeconds: number,
  run: PlanRun,
): Error {
  const { name } = run.desired.owner;
  const why = run.redact(error instanceof Error ? error.message : String(error));
  return new SwapFailedError(
    `The new container of ${name} on ${run.engine.name} does not work: ${why.replace(/\.$/, "")}. ` +
      `${describeService(downSeconds)} ` +
      (kept !== undefined
        ? `The new one is stopped and kept as ${kept} until the next success: docker logs ${kept}`
        : "The new one is removed, as keepFailed says."),
    diagnosis,
    downSeconds,
    error,
  );
}

function rollbackFailed(first: unknown, second: unknown, run: PlanRun): RollbackFailedError {
  const text = (error: unknown) => run.redact(error instanceof Error ? error.message : String(error));
  return new RollbackFailedError(
    `The change of container ${run.desired.owner.name} on ${run.engine.name} failed: ${text(first)}\n` +
      `Undoing it failed as well: ${text(second)}\nNothing was deleted. Run it again to put it right.`,
    { cause: first },
  );
}

async function perform(step: Step, count: StepCount, run: PlanRun): Promise<void> {
  if (run.signal.aborted) throw new CancelledError(`Canceled before: ${formatStep(step)}.`);
  const place = count.next();
  const own = { ...run, progress: (message: string) => run.progress(place + message) };
  // What is waited for tells of itself, more exactly and more than once.
  if (step.kind !== "await") own.progress(formatStep(step));
  try {
    await runStep(own, step);
    run.observed = own.observed;
    run.touched();
  } catch (error) {
    // A refusal changes nothing; after any other failure nobody knows.
    if (!(error instanceof EngineRequestError)) run.touched();
    const translated = translate(error, step, run.desired.spec, run.redact);
    if (step.kind !== "start" || step.optional !== true || !(translated instanceof UserError))
      throw translated;
    run.warn(`${translated.message} The next steps go on without it.`);
  }
}
