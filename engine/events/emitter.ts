import { noSecrets, type SecretFilter } from "../secret-filter";
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

  /** @param filter takes out of messages what is secret in the stack's configuration */
  constructor(
    private readonly onEvent: (event: EngineEvent) => void,
    readonly filter: SecretFilter = noSecrets,
  ) {}

  emit(event: Omit<EngineEvent, "sequence" | "timestamp">): void {
    this.onEvent({ sequence: this.#sequence++, timestamp: Math.floor(Date.now() / 1000), ...event });
  }

  /** A message about a resource, or about the whole operation. */
  diagnostic(severity: DiagnosticEvent["severity"], message: string, about: About = {}): void {
    const prefix = severity.startsWith("info") ? "" : `${severity}: `;
    const { urn, streamID, ephemeral } = about;
    const shown = this.filter(message);
    this.emit({
      diagnosticEvent: {
        ...(urn ? { urn } : {}),
        prefix,
        message: shown.endsWith("\n") ? shown : `${shown}\n`,
        color: "never",
        severity,
        ...(streamID ? { streamID } : {}),
        ...(ephemeral ? { ephemeral } : {}),
      },
    });
  }
}
