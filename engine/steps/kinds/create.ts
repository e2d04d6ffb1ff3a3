import { EngineError } from "../../errors";
import { InitializationError } from "../../plugins/provider-errors";
import type { StepContext } from "../context";
import type { Entry } from "../entry";
import type { Registration, StepDifference, StepOutcome } from "../step";
import { ResourceStep } from "./resource-step";

interface CreateOptions {
  new: Entry;
  registration: Registration;
  /** Given for a replacement. */
  replaces?: { old: Entry; difference: StepDifference; deleteLater: boolean } | undefined;
}

/** Makes a resource that is new, or the one that takes another's place. */
export class CreateStep extends ResourceStep {
  override readonly old: Entry | undefined;
  override readonly new: Entry;
  override readonly difference: StepDifference;
  readonly #registration: Registration;
  readonly #deleteLater: boolean;

  constructor(options: CreateOptions) {
    super(options.new);
    this.new = options.new;
    this.old = options.replaces?.old;
    this.difference = options.replaces?.difference ?? {};
    this.#deleteLater = options.replaces?.deleteLater ?? false;
    this.#registration = options.registration;
  }

  get op(): "create" | "create-replacement" {
    return this.old ? "create-replacement" : "create";
  }

  get logical(): boolean {
    return !this.old;
  }

  override begin({ ledger }: StepContext): Promise<void> {
    return ledger.begin("creating", this.new);
  }

  async apply(context: StepContext): Promise<void> {
    const { inputs, custom } = this.new.state;
    await context.hooks.run("BeforeCreate", this.new.state, { newInputs: inputs });
    let failure: InitializationError | undefined;
    if (custom) failure = await this.#create(context);
    const now = context.now();
    this.new.set({ created: now, modified: now });
    if (this.#deleteLater) this.old?.set({ delete: true });
    if (failure) throw failure;
    if (!custom) return;
    const newOutputs = this.new.state.outputs;
    await context.hooks.run("AfterCreate", this.new.state, { newInputs: inputs, newOutputs });
  }

  /** Leaves in the record what the provider made; returns why it is not well, if so. */
  async #create(context: StepContext): Promise<InitializationError | undefined> {
    const { urn, inputs, customTimeouts } = this.new.state;
    const provider = context.providerOf(this);
    const create = () =>
      provider.create({ urn, inputs, timeout: customTimeouts.create, preview: context.preview });
    try {
      const made = await context.hooks.withRetries(
        "create",
        this.new.state,
        { newInputs: inputs },
        create,
        isPartial,
      );
      if (made.id === "" && !context.preview)
        throw new EngineError("provider did not return an ID from Create");
      const { id, properties = {}, refreshBeforeUpdate } = made;
      this.new.set({ id, outputs: properties, refreshBeforeUpdate });
      return undefined;
    } catch (error) {
      if (!(error instanceof InitializationError)) throw error;
      const { id, properties = {}, refreshBeforeUpdate } = error.state;
      this.new.set({ id, outputs: properties, refreshBeforeUpdate, initErrors: error.reasons });
      return error;
    }
  }

  end({ ledger }: StepContext, outcome: StepOutcome): boolean {
    ledger.end(this.new, outcome === "failed" ? "failed" : "succeeded");
    if (outcome === "failed") return true;
    ledger.made(this.new);
    if (!this.old) return true;
    if (this.old.state.pendingReplacement) ledger.done(this.old);
    else ledger.changed(this.old);
    return true;
  }

  override settle(result: "success" | "failed" | "skipped"): void {
    this.#registration.settle(this.new, result);
  }
}

/** Whether something came of it all the same. */
export function isPartial(error: unknown): boolean {
  return error instanceof InitializationError;
}
