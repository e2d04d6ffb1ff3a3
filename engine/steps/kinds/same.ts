import { isProviderType } from "../../urn";
import type { StepContext } from "../context";
import { Entry } from "../entry";
import type { Registration, StepOutcome } from "../step";
import { recordsDiffer } from "./records-differ";
import { ResourceStep } from "./resource-step";

interface SameOptions {
  old: Entry;
  new: Entry;
  /** Absent where the resource is only carried over. */
  registration?: Registration | undefined;
}

/** Nothing is to be done to the resource: its new inputs and options are kept, with the old outputs. */
export class SameStep extends ResourceStep {
  readonly op = "same";
  readonly logical = true;
  override readonly old: Entry;
  override readonly new: Entry;
  readonly #registration: Registration | undefined;

  constructor(options: SameOptions) {
    super(options.new);
    this.old = options.old;
    this.new = options.new;
    this.#registration = options.registration;
  }

  async apply({ registry }: StepContext): Promise<void> {
    const { id, outputs, inputs } = this.old.state;
    this.new.set({ id, outputs });
    // A provider that tells no difference goes on with the configuration it knows.
    if (isProviderType(this.type)) await registry.same({ ...this.new.state, inputs });
  }

  end({ ledger }: StepContext, outcome: StepOutcome): boolean {
    if (outcome !== "succeeded") return true;
    ledger.done(this.old);
    ledger.made(this.new);
    return recordsDiffer(this.old.state, this.new.state);
  }

  override settle(result: "success" | "failed" | "skipped"): void {
    this.#registration?.settle(this.new, result);
  }
}

/** A new resource that is left out, because it is no target or nothing may be created: the program hears no id. */
export class SkippedCreateStep extends ResourceStep {
  readonly op = "same";
  readonly logical = true;
  override readonly old: Entry;
  override readonly new: Entry;

  constructor(
    made: Entry,
    private readonly registration: Registration,
  ) {
    super(made);
    this.old = new Entry(made.state);
    this.new = made;
  }

  apply(): Promise<void> {
    return Promise.resolve();
  }

  end(): boolean {
    return false;
  }

  override settle(result: "success" | "failed" | "skipped"): void {
    this.registration.settle(this.new, result);
  }
}
