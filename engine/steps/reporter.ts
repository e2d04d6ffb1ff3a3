import type { DiagnosticEvent, StepMetadata } from "../events/engine-event";
import type { Emitter } from "../events/emitter";
import { stepMetadata } from "../events/step-metadata";
import { InitializationError, ProviderError } from "../plugins/provider-errors";
import { isProviderType, parseUrn, type Urn } from "../urn";
import { propertiesEqual } from "../values";
import type { Diagnostics } from "./context";
import { RefreshStep } from "./kinds/refresh";
import { entryOf, type Step } from "./step";
import type { StepOp } from "./step-op";

interface ReporterOptions {
  preview: boolean;
  /** The operation itself is a refresh: then its steps count by what they found. */
  refreshOnly: boolean;
  /** There is a refresh in the operation. */
  refresh: boolean;
}

/** Tells events of what happens to resources, and counts it. */
export class Reporter implements Diagnostics {
  readonly changes: Partial<Record<StepOp, number>> = {};
  /** A provider failed without telling how far it came. */
  maybeCorrupt = false;
  #steps = 0;

  constructor(
    readonly emitter: Emitter,
    private readonly options: ReporterOptions,
  ) {}

  begin(step: Step): void {
    this.emitter.emit({ resourcePreEvent: { metadata: this.#metadata(step), ...this.#flags(step) } });
  }

  done(step: Step): void {
    const { op, counts } = this.#told(step);
    if (counts && !isInternal(step)) {
      this.#steps++;
      this.changes[op] = (this.changes[op] ?? 0) + 1;
    }
    // A component's end is told when its outputs come.
    const isTold =
      this.options.preview ||
      entryOf(step).state.custom ||
      (this.options.refresh && step.op === "refresh") ||
      step.op === "delete";
    if (isTold) this.#outputs(step, op);
  }

  failed(step: Step, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const urn = isInternal(step) ? undefined : step.urn;
    if (this.options.preview) {
      this.error(`Preview failed: ${message}`, urn);
      return;
    }
    const status = statusOf(error);
    if (status === unknownStatus) this.maybeCorrupt = true;
    this.error(message, urn);
    this.emitter.emit({ resOpFailedEvent: { metadata: this.#metadata(step), status, steps: this.#steps } });
  }

  /** The outputs of a component or the stack came. */
  registeredOutputs(step: Step): void {
    this.#outputs(step, step.op);
  }

  error(message: string, urn?: Urn): void {
    this.#diagnostic("error", message, urn);
  }

  warning(message: string, urn?: Urn): void {
    this.#diagnostic("warning", message, urn);
  }

  info(message: string, urn?: Urn): void {
    this.#diagnostic("info", message, urn);
  }

  #diagnostic(severity: DiagnosticEvent["severity"], message: string, urn?: Urn): void {
    this.emitter.diagnostic(severity, message, urn === undefined ? {} : { urn });
  }

  #outputs(step: Step, op: StepOp): void {
    this.emitter.emit({ resOutputsEvent: { metadata: this.#metadata(step, op), ...this.#flags(step) } });
  }

  #metadata(step: Step, op?: StepOp): StepMetadata {
    return stepMetadata(step, this.emitter.filter, op);
  }

  #told(step: Step): { op: StepOp; counts: boolean } {
    if (this.options.refreshOnly && step instanceof RefreshStep) return { op: step.resultOp, counts: true };
    if (step.op !== "read") return { op: step.op, counts: step.logical };
    const { old, new: now } = step;
    const changed = old && now && !propertiesEqual(old.state.outputs, now.state.outputs);
    return { op: step.op, counts: changed ?? false };
  }

  #flags(step: Step): { planning?: true; internal?: true } {
    return {
      ...(this.options.preview ? { planning: true } : {}),
      ...(isInternal(step) ? { internal: true } : {}),
    };
  }
}

/** The engine's own affairs: default providers, and records that are only dropped. */
function isInternal(step: Step): boolean {
  if (step.op === "remove-pending-replace") return true;
  const { type, name } = parseUrn(step.urn);
  return isProviderType(type) && name.startsWith("default");
}

const partialStatus = 1;
const unknownStatus = 2;

function statusOf(error: unknown): number {
  if (error instanceof InitializationError) return partialStatus;
  return error instanceof ProviderError && error.mayHaveActed ? unknownStatus : 0;
}
