import type {
  DiagnosticEvent,
  EngineEvent,
  StepMetadata,
  SummaryEvent,
} from "../../engine/events/engine-event";
import { rootStackType } from "../../engine/urn";
import { plainText } from "./plain-text";

/** A message of the program, a provider or the engine, told once. */
export interface Message {
  /** The resource that it is about; undefined for the whole operation. */
  readonly urn: string | undefined;
  readonly severity: DiagnosticEvent["severity"];
  readonly text: string;
}

/** What of an operation is told when it has ended. */
export class OperationRecord {
  readonly #messages = new Map<string, Message>();
  #summary: SummaryEvent | undefined;
  #stack: StepMetadata | undefined;
  #isCanceled = false;

  /** @returns the message that the event brings for the first time */
  add({ diagnosticEvent, summaryEvent, resOutputsEvent }: EngineEvent): Message | undefined {
    if (summaryEvent !== undefined) this.#summary = summaryEvent;
    if (resOutputsEvent?.metadata.type === rootStackType) this.#stack = resOutputsEvent.metadata;
    if (diagnosticEvent === undefined || diagnosticEvent.ephemeral === true) return undefined;
    const { urn, severity, message } = diagnosticEvent;
    const text = plainText(message).trim();
    // How it ended is told in our own words.
    if (urn === undefined && /^(update|preview|refresh|destroy|import) (failed|canceled)$/.test(text)) {
      this.#isCanceled = text.endsWith("canceled");
      return undefined;
    }
    const key = `${severity} ${urn ?? ""} ${text}`;
    if (text === "" || severity === "debug" || this.#messages.has(key)) return undefined;
    const added = { urn, severity, text };
    this.#messages.set(key, added);
    return added;
  }

  get messages(): Message[] {
    return [...this.#messages.values()];
  }

  get errors(): Message[] {
    return this.messages.filter(({ severity }) => severity === "error");
  }

  get isCanceled(): boolean {
    return this.#isCanceled;
  }

  /** Undefined until the operation has ended. */
  get summary(): SummaryEvent | undefined {
    return this.#summary;
  }

  /** The last that was told of the stack itself, whose outputs are the program's. */
  get stack(): StepMetadata | undefined {
    return this.#stack;
  }
}
