import type { Entry } from "../entry";
import type { StepDifference } from "../step";
import { ResourceStep } from "./resource-step";

/** Tells that one resource takes another's place; what is done for that are steps of their own. */
export class ReplaceStep extends ResourceStep {
  readonly op = "replace";
  readonly logical = true;
  override readonly old: Entry;
  override readonly new: Entry;
  override readonly difference: StepDifference;

  constructor(old: Entry, now: Entry, difference: StepDifference = {}) {
    super(now);
    this.old = old;
    this.new = now;
    this.difference = difference;
  }

  apply(): Promise<void> {
    return Promise.resolve();
  }

  end(): boolean {
    return false;
  }
}
