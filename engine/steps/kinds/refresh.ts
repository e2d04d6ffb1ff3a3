import { invert } from "../../plugins/diff-response";
import type { DiffResponse } from "../../plugins/provider";
import { InitializationError, type PartialState } from "../../plugins/provider-errors";
import { isProviderType } from "../../urn";
import { propertiesEqual } from "../../values";
import type { ResourceProvider, StepContext } from "../context";
import { diffResource } from "../diff-resource";
import { dropUnmade } from "../drop-unmade";
import { Entry } from "../entry";
import type { StepDifference } from "../step";
import { ResourceStep } from "./resource-step";

/** Reads a resource anew, and tells what has become of it. */
export class RefreshStep extends ResourceStep {
  readonly op = "refresh";
  readonly logical = false;
  override readonly old: Entry;
  /** What was found. Undefined if it is gone. */
  override new: Entry | undefined;
  override difference: StepDifference = {};
  #diff: DiffResponse | undefined;

  /**
   * @param program The record with the options that the program asks for now, where it is refreshed on its
   * registration. What is found is then saved at once; else it becomes the base of what follows.
   */
  constructor(
    old: Entry,
    private readonly program?: Entry,
  ) {
    super(program ?? old);
    this.old = old;
    this.new = program ?? old;
  }

  /** What the refresh found, in the word for a step. */
  get resultOp(): "same" | "update" | "delete" {
    if (!this.new) return "delete";
    if (this.new === this.old) return "same";
    const { state } = this.old;
    const same = state.external
      ? propertiesEqual(state.outputs, this.new.state.outputs)
      : this.#diff?.changes === "none";
    return same ? "same" : "update";
  }

  async apply(context: StepContext): Promise<void> {
    const { state } = this.old;
    if (!state.custom || isProviderType(state.type) || state.pendingReplacement) {
      if (this.program) this.new = new Entry(state);
      return;
    }
    const provider = context.providerOf(this);
    const { found, initErrors } = await this.#read(provider, context);
    if (found.id === "" || !found.properties) {
      this.new = undefined;
      return;
    }
    const inputs = found.inputs ?? state.inputs;
    const same = propertiesEqual(inputs, state.inputs) && propertiesEqual(found.properties, state.outputs);
    const basis = (this.program ?? this.old).state;
    this.new = new Entry({
      ...basis,
      id: found.id,
      initErrors,
      refreshBeforeUpdate: found.refreshBeforeUpdate,
      inputs,
      outputs: found.properties,
      modified: same ? basis.modified : context.now(),
    });
    if (!state.external) await this.#compare(provider, context, this.new);
  }

  async #read(provider: ResourceProvider, { diagnostics }: StepContext) {
    const { id, inputs, outputs } = this.old.state;
    try {
      const found: PartialState = await provider.read({ urn: this.urn, id, inputs, properties: outputs });
      return { found, initErrors: [] };
    } catch (error) {
      if (!(error instanceof InitializationError)) throw error;
      const reasons = error.reasons.join("\n* ");
      diagnostics.warning(`Refreshed resource is in an unhealthy state:\n* ${reasons}`, this.urn);
      return { found: error.state, initErrors: error.reasons };
    }
  }

  /**
   * Which of the program's inputs would have to be changed to get from what is there to what was wanted; told the
   * other way round, as what has happened to the resource.
   */
  async #compare(provider: ResourceProvider, { diagnostics }: StepContext, found: Entry): Promise<void> {
    const { inputs: wanted, ignoreChanges } = this.old.state;
    const { id, inputs, outputs } = found.state;
    const diff = await diffResource(
      provider,
      { urn: this.urn, id, oldInputs: inputs, oldOutputs: outputs, newInputs: wanted, ignoreChanges },
      diagnostics,
    );
    this.#diff = invert(diff);
    this.difference = { diffs: diff.changedKeys, detailedDiff: this.#diff.detailedDiff };
  }

  end({ ledger }: StepContext, outcome: "succeeded" | "partial" | "failed"): boolean {
    if (!this.program) return false;
    if (outcome !== "succeeded") return true;
    if (this.new) dropUnmade(this.new, ledger);
    if (this.new) ledger.found(this.old, this.new);
    else {
      ledger.done(this.old);
      ledger.forget(this.old.state.urn);
    }
    return true;
  }
}
