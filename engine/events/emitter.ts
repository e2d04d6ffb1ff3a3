import type { DiagnosticEvent, EngineEvent } from "./engine-event";

/** What a message belongs to. */
interface About {
  urn?: string | undefined;
  streamID?: number | undefined;
  ephemeral?: boolean | undefined;
}

/** Numbers and dates events. */
export class Emitter {
  #sequence = 0;

  constructor(private readonly onEvent: (event: EngineEvent) => void) {}

  emit(event: Omit<EngineEvent, "sequence" | "timestamp">): void {
    this.onEvent({ sequence: this.#sequence++, timestamp: Math.floor(Date.now() / 1000), ...event });
  }

  /** A message about a resource, or about the whole operation. */
  diagnostic(severity: DiagnosticEvent["severity"], message: string, about: About = {}): void {
    const prefix = severity.startsWith("info") ? "" : `${severity}: `;
    const { urn, streamID, ephemeral } = about;
    this.emit({
      diagnosticEvent: {
        ...(urn ? { urn } : {}),
        prefix,
        message: message.endsWith("\n") ? message : `${message}\n`,
        color: "never",
        severity,
        ...(streamID ? { streamID } : {}),
        ...(ephemeral ? { ephemeral } : {}),
      },
    });
  }
}
