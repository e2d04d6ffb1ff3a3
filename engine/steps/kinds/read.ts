import { EngineError } from "../../errors";
import { InitializationError, type PartialState } from "../../plugins/provider-errors";
import { unknownId } from "../../plugins/provider-registry";
import { propertiesEqual } from "../../values";
import type { StepContext } from "../context";
import { dropUnmade } from "../drop-unmade";
import type { Entry } from "../entry";
import type { StepOutcome } from "../step";
import { ResourceStep } from "./resource-step";

interface ReadOptions {
  new: Entry;
  old?: Entry | undefined;
  /** The old one is ours and another object: it is to be deleted later. */
  replacing: boolean;
  /** It is part of a refresh, which makes nothing of what the read may refer to. */
  refreshing: boolean;
  settle: (entry: Entry, result: "success" | "failed" | "skipped") => void;
}

/** Reads an object that somebody else owns. */
export class ReadStep extends ResourceStep {
  override readonly old: Entry | undefined;
  override readonly new: Entry;

  constructor(private readonly options: ReadOptions) {
    super(options.new);
    this.old = options.old;
    this.new = options.new;
  }

  get op(): "read" | "read-replacement" {
    return this.options.replacing ? "read-replacement" : "read";
  }

  get logical(): boolean {
    return !this.options.replacing;
  }

  override begin({ ledger }: StepContext): Promise<void> {
    return ledger.begin("reading", this.new);
  }

  async apply(context: StepContext): Promise<void> {
    const { urn, id, inputs } = this.new.state;
    let failure: InitializationError | undefined;
    // In a preview the id may be that of something that is yet to be made.
    if (id !== unknownId) {
      const provider = context.providerOf(this);
      try {
        this.#take(await provider.read({ urn, id, inputs, properties: inputs }));
      } catch (error) {
        if (!(error instanceof InitializationError)) throw error;
        this.new.set({ initErrors: error.reasons });
        this.#take(error.state);
        failure = error;
      }
    }
    this.#date(context);
    if (this.options.replacing) this.old?.set({ delete: true });
    if (failure) throw failure;
  }

  #take(read: PartialState): void {
    const { id } = this.new.state;
    if (!read.properties) throw new EngineError(`resource '${id}' does not exist`);
    this.new.set({ outputs: read.properties, id: read.id === "" ? id : read.id });
  }

  #date({ now }: StepContext): void {
    const old = this.old?.state;
    if (!old) return;
    const { inputs, outputs } = this.new.state;
    const same = propertiesEqual(inputs, old.inputs) && propertiesEqual(outputs, old.outputs);
    this.new.set({ created: old.created, modified: same ? old.modified : now() });
  }

  end({ ledger }: StepContext, outcome: StepOutcome): boolean {
    ledger.end(this.new, outcome === "failed" ? "failed" : "succeeded");
    if (outcome === "failed") return true;
    // Unlike Pulumi's engine, which forgets the old object here, so that a crash before its deletion leaks it.
    if (this.old && this.options.replacing) ledger.changed(this.old);
    else if (this.old) ledger.done(this.old);
    if (this.options.refreshing) dropUnmade(this.new, ledger);
    ledger.made(this.new);
    return true;
  }

  override settle(result: "success" | "failed" | "skipped"): void {
    this.options.settle(this.new, result);
  }
}
