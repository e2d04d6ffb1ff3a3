import type { EngineEvent, StepMetadata } from "../../engine/events/engine-event";
import { parseUrn } from "../../engine/urn";
import type { CommandOutput, Diagnostic } from "./errors";

/** Where an operation's lines go as they come. */
export interface LineListeners {
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly onError?: ((text: string) => void) | undefined;
}

/** An operation in plain lines, one an event: for logs and pipes. */
export class PlainLines implements CommandOutput {
  stdout = "";
  stderr = "";
  readonly diagnostics: Diagnostic[] = [];

  constructor(private readonly listeners: LineListeners) {}

  /** Tells of an event what there is to say of it. */
  take(event: EngineEvent): void {
    const {
      diagnosticEvent,
      resOutputsEvent,
      resourcePreEvent,
      resOpFailedEvent,
      stdoutEvent,
      summaryEvent,
    } = event;
    if (resourcePreEvent?.internal !== true) this.step(resourcePreEvent?.metadata, beginnings);
    if (resOutputsEvent?.internal !== true) this.step(resOutputsEvent?.metadata, ends);
    if (resOpFailedEvent) this.write(`${subject(resOpFailedEvent.metadata)} failed\n`);
    if (stdoutEvent) this.write(stdoutEvent.message);
    if (diagnosticEvent && !diagnosticEvent.ephemeral && diagnosticEvent.severity !== "debug") {
      const { message, prefix = "", severity, urn } = diagnosticEvent;
      const about = urn === undefined ? "" : `${shortName(urn)}: `;
      const line = `${about}${prefix}${message.endsWith("\n") ? message : `${message}\n`}`;
      if (severity === "error" || severity === "info#err") this.writeError(line);
      else this.write(line);
      if (severity === "error" || severity === "warning") {
        this.diagnostics.push({
          severity,
          message: message.trimEnd(),
          ...(urn === undefined ? {} : { urn }),
        });
      }
    }
    if (summaryEvent) {
      const changes = Object.entries(summaryEvent.resourceChanges).map(([op, count]) => `${count} ${op}`);
      this.write(`Resources: ${changes.length === 0 ? "none" : changes.join(", ")}\n`);
    }
  }

  private step(metadata: StepMetadata | undefined, words: Readonly<Record<string, string>>): void {
    if (metadata === undefined) return;
    const word = words[metadata.op];
    if (word !== undefined) this.write(`${subject(metadata)} ${word}\n`);
  }

  private write(text: string): void {
    this.stdout += text;
    this.listeners.onOutput?.(text);
  }

  private writeError(text: string): void {
    this.stderr += text;
    this.listeners.onError?.(text);
  }
}

const beginnings: Readonly<Record<string, string>> = {
  create: "create …",
  update: "update …",
  delete: "delete …",
  "create-replacement": "create its replacement …",
  "delete-replaced": "delete the replaced one …",
  import: "import …",
};

const ends: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  "create-replacement": "replacement created",
  "delete-replaced": "replaced one deleted",
  import: "imported",
};

function subject({ urn }: Pick<StepMetadata, "urn">): string {
  return shortName(urn);
}

function shortName(urn: string): string {
  const { name, type } = parseUrn(urn);
  return `${type} ${name}`;
}
