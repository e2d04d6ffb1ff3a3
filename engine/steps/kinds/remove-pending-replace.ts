import type { StepContext } from "../context";
import type { Entry } from "../entry";
import { ResourceStep } from "./resource-step";

/** Drops the record of a resource that was deleted to be replaced, and that the program no longer has. */
export class RemovePendingReplaceStep extends ResourceStep {
  readonly op = "remove-pending-replace";
  readonly logical = false;
  override readonly old: Entry;

  constructor(old: Entry) {
    super(old);
    this.old = old;
  }

  apply(): Promise<void> {
    return Promise.resolve();
  }

  end({ ledger }: StepContext): boolean {
    ledger.done(this.old);
    return true;
  }
}
