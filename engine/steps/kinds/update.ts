import { InitializationError } from "../../plugins/provider-errors";
import type { StepContext } from "../context";
import type { Entry } from "../entry";
import type { Registration, StepDifference, StepOutcome } from "../step";
import { isPartial } from "./create";
import { ResourceStep } from "./resource-step";

interface UpdateOptions {
  old: Entry;
  new: Entry;
  registration: Registration;
  difference: StepDifference;
  ignoreChanges: readonly string[];
}

/** Changes a resource in its place. */
export class UpdateStep extends ResourceStep {
  readonly op = "update";
  readonly logical = true;
  override readonly old: Entry;
  override readonly new: Entry;
  override readonly difference: StepDifference;

  constructor(private readonly options: UpdateOptions) {
    super(options.new);
    this.old = options.old;
    this.new = options.new;
    this.difference = options.difference;
  }

  override begin({ ledger }: StepContext): Promise<void> {
    const { id, created, modified } = this.old.state;
    this.new.set({ id, created, modified });
    return ledger.begin("updating", this.new);
  }

  async apply(context: StepContext): Promise<void> {
    const { inputs: oldInputs, outputs: oldOutputs } = this.old.state;
    const moment = { newInputs: this.new.state.inputs, oldInputs, oldOutputs };
    await context.hooks.run("BeforeUpdate", this.new.state, moment);
    if (!this.new.state.custom) return;
    const failure = await this.#update(context);
    this.new.set({ modified: context.now() });
    if (failure) throw failure;
    const newOutputs = this.new.state.outputs;
    await context.hooks.run("AfterUpdate", this.new.state, { ...moment, newOutputs });
  }

  async #update(context: StepContext): Promise<InitializationError | undefined> {
    const { urn, id, inputs, customTimeouts } = this.new.state;
    const { inputs: oldInputs, outputs: oldOutputs } = this.old.state;
    const provider = context.providerOf(this);
    const request = {
      urn,
      id,
      oldInputs,
      oldOutputs,
      newInputs: inputs,
      timeout: customTimeouts.update,
      ignoreChanges: this.options.ignoreChanges,
      preview: context.preview,
    };
    try {
      const { properties = {}, refreshBeforeUpdate } = await context.hooks.withRetries(
        "update",
        this.new.state,
        { newInputs: inputs, oldInputs, oldOutputs },
        () => provider.update(request),
        isPartial,
      );
      this.new.set({ outputs: properties, refreshBeforeUpdate });
      return undefined;
    } catch (error) {
      if (!(error instanceof InitializationError)) throw error;
      const { properties = {}, refreshBeforeUpdate } = error.state;
      this.new.set({ outputs: properties, refreshBeforeUpdate, initErrors: error.reasons });
      return error;
    }
  }

  end({ ledger }: StepContext, outcome: StepOutcome): boolean {
    ledger.end(this.new, outcome === "failed" ? "failed" : "succeeded");
    if (outcome === "failed") return true;
    // What was not done is found to differ the next time.
    if (outcome === "partial") this.new.set({ inputs: this.old.state.inputs });
    ledger.done(this.old);
    ledger.made(this.new);
    return true;
  }

  override settle(result: "success" | "failed" | "skipped"): void {
    this.options.registration.settle(this.new, result);
  }
}
