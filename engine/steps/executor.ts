import { InitializationError, ProviderLostError } from "../plugins/provider-errors";
import { SaveFailedError } from "../state/save-failed-error";
import type { StepContext } from "./context";
import { ProtectedError } from "./kinds/delete";
import { keepSecrets } from "./keep-secrets";
import type { Reporter } from "./reporter";
import { Slots } from "./slots";
import type { Step, StepOutcome, UpcomingStep } from "./step";

interface ExecutorOptions {
  parallel: number;
  /** How many resources are refreshed at once. */
  parallelReads: number;
  /** After a failed step, go on with what does not depend on it. */
  continueOnError: boolean;
  /** Sees each step before it is begun; what it throws fails the step. */
  beforeStep?: ((step: UpcomingStep) => void) | undefined;
}

/** Runs steps: those of one chain one after another, chains beside each other, each with its save before and after. */
export class Executor {
  readonly #slots: Slots;
  readonly #readSlots: Slots;
  readonly #running = new Set<Promise<boolean>>();
  readonly #errored: Step[] = [];
  /** Registered resources whose outputs may still come, by URN. */
  readonly pendingOutputs = new Map<string, Step>();
  #stopped = false;
  #failed = false;
  #saveError: SaveFailedError | undefined;

  constructor(
    private readonly context: StepContext,
    private readonly reporter: Reporter,
    private readonly options: ExecutorOptions,
    /** Hears that nothing more is begun, because a step failed. */
    private readonly onStop: () => void,
  ) {
    this.#slots = new Slots(options.parallel);
    this.#readSlots = new Slots(options.parallelReads);
  }

  /** Whether a step has failed. */
  get failed(): boolean {
    return this.#failed;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Why the state could not be kept. */
  get saveError(): SaveFailedError | undefined {
    return this.#saveError;
  }

  /** The steps that failed without an end to the operation. */
  get errored(): readonly Step[] {
    return this.#errored;
  }

  /**
   * Runs steps one after another.
   *
   * @param goOn A failure ends neither the operation nor is it told to who waits: for a refresh.
   * @returns Whether all of them went well. It never rejects.
   */
  chain(steps: readonly Step[], goOn = false): Promise<boolean> {
    const slots = goOn ? this.#readSlots : this.#slots;
    const run = slots.use(() => this.#runChain(steps, goOn));
    this.#running.add(run);
    return run.finally(() => this.#running.delete(run));
  }

  /** Runs steps beside each other. */
  async parallel(steps: readonly Step[], goOn = false): Promise<boolean> {
    const results = await Promise.all(steps.map((step) => this.chain([step], goOn)));
    return results.every(Boolean);
  }

  /** Begins no further step. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.onStop();
  }

  /** Resolves when no step is running. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #runChain(steps: readonly Step[], goOn: boolean): Promise<boolean> {
    for (const step of steps) {
      if (this.#stopped) return false;
      try {
        await this.#run(step);
      } catch (error) {
        this.#fail(step, error, goOn);
        return false;
      }
    }
    return true;
  }

  async #run(step: Step): Promise<void> {
    const { context, reporter } = this;
    this.options.beforeStep?.(step);
    reporter.begin(step);
    await this.#saved(() => step.begin(context), step);
    const failure = await step.apply(context).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (!failure && step.logical && step.new) this.pendingOutputs.set(step.urn, step);
    this.#keep(step);
    if (failure) reporter.failed(step, failure.error);
    else reporter.done(step);
    const outcome = outcomeOf(failure);
    // What a read found is told even if it is not well.
    const settles = !failure || (outcome === "partial" && step.op.startsWith("read"));
    if (failure?.error instanceof ProviderLostError && step.new) context.ledger.leaveCreating(step.new);
    await this.#saved(async () => {
      if (step.end(context, outcome)) await context.ledger.saved();
    }, step);
    if (settles) step.settle("success");
    if (failure) throw new ReportedError(failure.error);
  }

  /** Secrets stay secrets, and the resource is found by its URN from now on. */
  #keep(step: Step): void {
    const entry = step.new;
    if (!entry || step.op === "replace") return;
    keepSecrets(entry, (message) => {
      this.context.diagnostics.warning(message, step.urn);
    });
    const known = step.op.startsWith("read") ? this.context.world.reads : this.context.world.news;
    known.set(entry.state.urn, entry);
  }

  async #saved(work: () => Promise<void>, step: Step): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof SaveFailedError) {
        this.#saveError ??= error;
        throw new ReportedError(error);
      }
      throw new Error(`the step ${step.op} of ${step.urn} could not be noted in the state`, { cause: error });
    }
  }

  #fail(step: Step, error: unknown, goOn: boolean): void {
    this.#failed = true;
    const cause = error instanceof ReportedError ? error.cause : error;
    if (!(error instanceof ReportedError)) this.context.diagnostics.error(messageOf(error), step.urn);
    if (this.#saveError) this.stop();
    if (goOn) return;
    // Nothing was done to what is protected, and nobody waits for its deletion.
    if (this.options.continueOnError || cause instanceof ProtectedError) {
      step.settle("failed");
      this.#errored.push(step);
      return;
    }
    this.stop();
  }
}

/** An error that the events have told already. */
class ReportedError extends Error {
  constructor(cause: unknown) {
    super("reported", { cause });
  }
}

function outcomeOf(failure: { error: unknown } | undefined): StepOutcome {
  if (!failure) return "succeeded";
  return failure.error instanceof InitializationError ? "partial" : "failed";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
