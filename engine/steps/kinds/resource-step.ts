import type { Urn } from "../../urn";
import type { StepContext } from "../context";
import type { Entry } from "../entry";
import type { Step, StepDifference, StepOutcome } from "../step";
import type { StepOp } from "../step-op";

/** What most kinds of steps have in common. */
export abstract class ResourceStep implements Step {
  abstract readonly op: StepOp;
  abstract readonly logical: boolean;
  readonly old: Entry | undefined = undefined;
  readonly new: Entry | undefined = undefined;
  readonly difference: StepDifference = {};

  constructor(private readonly about: Entry) {}

  get urn(): Urn {
    return this.about.state.urn;
  }

  get type(): string {
    return this.about.state.type;
  }

  get provider(): string {
    return this.about.state.provider;
  }

  abstract apply(context: StepContext): Promise<void>;
  abstract end(context: StepContext, outcome: StepOutcome): boolean;

  /** @param context what most kinds of steps have no need of here */
  begin(context: StepContext): Promise<void> {
    void context;
    return Promise.resolve();
  }

  /** @param result what nobody waits for */
  settle(result: "success" | "failed" | "skipped"): void {
    void result;
  }
}
