import type { EngineEvent, StepMetadata } from "../../engine/events/engine-event";
import type { StepOp } from "../../engine/steps/step-op";
import type { Paint } from "../colour";
import { dangerOf } from "./dangers";
import { resourceLabel } from "./resource-label";
import { stepWords } from "./step-words";

/** The kinds that are told before the question, in this order. */
const told = ["create", "import", "update", "replace", "delete"] as const satisfies readonly StepOp[];

/** How many resources of one kind are named. */
const MOST_NAMES = 12;

/** What an operation is about to change, from the events of its preview. */
export class PlannedChanges {
  readonly #steps = new Map<string, StepMetadata>();

  add({ resourcePreEvent: event, resOutputsEvent: told }: EngineEvent): void {
    const step = event ?? told;
    if (step === undefined || step.internal === true) return;
    const { metadata } = step;
    // A component's end is told with the op of its step, whether or not anything has changed.
    if (metadata.logical !== true && metadata.op !== "import") return;
    if (isTold(metadata.op)) this.#steps.set(metadata.urn, metadata);
  }

  get isEmpty(): boolean {
    return this.#steps.size === 0;
  }

  /** What may lose data or tear down more than it seems to, a sentence each. */
  get dangers(): string[] {
    return [...this.#steps.values()].flatMap((step) => dangerOf(step) ?? []);
  }

  /** A line a kind, with the names, and the dangers below. */
  text(paint: Paint): string {
    const lines = told.flatMap((op) => {
      const steps = [...this.#steps.values()].filter((step) => step.op === op);
      if (steps.length === 0) return [];
      const { symbol, colour, planned } = stepWords(op);
      const head = `${symbol.padStart(4)} ${steps.length} to ${planned}`;
      return [`${paint(head, colour)}: ${names(steps)}`];
    });
    const warnings = this.dangers.map((danger) => `${paint("   ! warning:", "yellow")} ${danger}`);
    return [...lines, ...warnings].map((line) => `${line}\n`).join("");
  }
}

function isTold(op: StepOp): op is (typeof told)[number] {
  return (told as readonly StepOp[]).includes(op);
}

function names(steps: readonly StepMetadata[]): string {
  const shown = steps.slice(0, MOST_NAMES).map(({ urn }) => resourceLabel(urn).name);
  const rest = steps.length - shown.length;
  return shown.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
