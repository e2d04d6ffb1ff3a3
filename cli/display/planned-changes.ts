import type { EngineEvent, StepMetadata } from "../../engine/events/engine-event";
import type { StepOp } from "../../engine/steps/step-op";
import type { Paint } from "../colour";
import { dangerOf } from "./dangers";
import { resourceLabel } from "./resource-label";
import { foundWords, stepWords } from "./step-words";

/** The kinds that are told before the question, in this order. */
const told = ["create", "import", "update", "replace", "delete"] as const satisfies readonly StepOp[];

/** How many resources of one kind are named. */
const MOST_NAMES = 12;

/** What an operation is about to change, from the events of its preview. */
export class PlannedChanges {
  readonly #steps = new Map<string, StepMetadata>();
  /** Resources whose latest step is a refresh: its end tells what was found. */
  readonly #refreshed = new Set<string>();

  add({ resourcePreEvent: begun, resOutputsEvent: ended }: EngineEvent): void {
    const event = begun ?? ended;
    if (event === undefined || event.internal === true) return;
    const { metadata } = event;
    const { op, urn, logical } = metadata;
    if (begun !== undefined && op === "refresh") this.#refreshed.add(urn);
    else if (begun !== undefined) this.#refreshed.delete(urn);
    const isFound = begun === undefined && this.#refreshed.has(urn);
    if (isTold(op) && (isFound || logical === true || op === "import")) this.#steps.set(urn, metadata);
  }

  get isEmpty(): boolean {
    return this.#steps.size === 0;
  }

  /** What may lose data or tear down more than it seems to, a sentence each. */
  get dangers(): string[] {
    const steps = [...this.#steps.values()].filter(({ urn }) => !this.#refreshed.has(urn));
    return steps.flatMap((step) => dangerOf(step) ?? []);
  }

  /** A line a kind, with the names, and the dangers below. */
  text(paint: Paint): string {
    const lines = told.flatMap((op) => {
      const steps = [...this.#steps.values()].filter((step) => step.op === op);
      const { symbol, colour, planned } = stepWords(op);
      const found = steps.filter(({ urn }) => this.#refreshed.has(urn));
      const rest = steps.filter(({ urn }) => !this.#refreshed.has(urn));
      const line = (what: string, which: readonly StepMetadata[]): string[] =>
        which.length === 0
          ? []
          : [`${paint(`${symbol.padStart(4)} ${which.length} ${what}`, colour)}: ${names(which)}`];
      return [...line(`to ${planned}`, rest), ...line(foundWords(op).done, found)];
    });
    const warnings = this.dangers.map((danger) => `${paint("   ! warning:", "yellow")} ${danger}`);
    return [...lines, ...warnings].map((line) => `${line}\n`).join("");
  }
}

function isTold(op: StepOp): op is (typeof told)[number] {
  return (told as readonly StepOp[]).includes(op);
}

/** By name, and with the type where the name alone would be that of several. */
function names(steps: readonly StepMetadata[]): string {
  const labels = steps.map(({ urn }) => resourceLabel(urn));
  const shown = labels.slice(0, MOST_NAMES).map(({ name, type }) => {
    const isOnly = labels.filter((label) => label.name === name).length === 1;
    return isOnly ? name : `${name} (${type.split(":").at(-1)})`;
  });
  const rest = steps.length - shown.length;
  return shown.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
