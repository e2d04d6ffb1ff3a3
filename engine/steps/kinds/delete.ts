import { EngineError } from "../../errors";
import type { Urn } from "../../urn";
import type { StepContext } from "../context";
import type { Entry } from "../entry";
import type { StepOutcome } from "../step";
import { ResourceStep } from "./resource-step";

interface DeleteOptions {
  old: Entry;
  /** All that is deleted in this operation, as far as it is known when the step runs. */
  deletes: ReadonlySet<Urn>;
  /**
   * Part of a replacement: of one that comes after it (`before`: until then the record says so) or of one that has
   * been made already (`after`).
   */
  replacement?: "before" | "after" | undefined;
}

/** Removes a resource; where the object itself must stay, only its record. */
export class DeleteStep extends ResourceStep {
  override readonly old: Entry;

  constructor(private readonly options: DeleteOptions) {
    super(options.old);
    this.old = options.old;
  }

  get op(): "delete" | "delete-replaced" | "discard" | "discard-replaced" {
    if (this.old.state.external) return this.logical ? "discard" : "discard-replaced";
    return this.logical ? "delete" : "delete-replaced";
  }

  get logical(): boolean {
    return !this.options.replacement;
  }

  override begin({ ledger }: StepContext): Promise<void> {
    return ledger.begin("deleting", this.old);
  }

  async apply(context: StepContext): Promise<void> {
    const { state } = this.old;
    const moment = { oldInputs: state.inputs, oldOutputs: state.outputs };
    await context.hooks.run("BeforeDelete", state, moment);
    if (this.logical && state.protect) throw new ProtectedError(state.urn);
    if (!context.preview && this.#isObjectOurs()) await this.#delete(context);
    if (this.options.replacement === "before") this.old.set({ pendingReplacement: true });
    await context.hooks.run("AfterDelete", state, moment);
  }

  #isObjectOurs(): boolean {
    const { custom, external, retainOnDelete, deletedWith } = this.old.state;
    const goesAnyway = deletedWith !== undefined && this.options.deletes.has(deletedWith);
    return custom && !external && !retainOnDelete && !goesAnyway;
  }

  async #delete(context: StepContext): Promise<void> {
    const { state } = this.old;
    const { urn, id, inputs, outputs, customTimeouts } = state;
    const provider = context.providerOf(this);
    await context.hooks.withRetries(
      "delete",
      state,
      { oldInputs: inputs, oldOutputs: outputs },
      () => provider.delete({ urn, id, inputs, outputs, timeout: customTimeouts.delete }),
      () => true,
    );
  }

  end({ ledger, world }: StepContext, outcome: StepOutcome): boolean {
    ledger.end(this.old, outcome === "succeeded" ? "succeeded" : "failed");
    // It may be gone all the same: a hook failed after that.
    if (outcome !== "succeeded" && this.old.state.pendingReplacement) ledger.changed(this.old);
    if (outcome !== "succeeded") return true;
    for (const view of world.views.get(this.urn) ?? []) ledger.done(view);
    if (this.old.state.pendingReplacement) ledger.changed(this.old);
    else ledger.done(this.old);
    return true;
  }
}

/** The resource is protected: its program must let it go first. */
export class ProtectedError extends EngineError {
  override readonly name = "ProtectedError";

  constructor(urn: Urn) {
    super(
      `resource ${JSON.stringify(urn)} cannot be deleted\n` +
        "because it is protected. To unprotect the resource, either remove the `protect` flag from the resource in " +
        "your Pulumi program and run `pulumi up`, or use the command:\n" +
        `\`pulumi state unprotect '${urn}'\``,
    );
  }
}
