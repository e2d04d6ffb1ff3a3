import type { EngineEvent } from "./events/engine-event";

/** The commands that messages advise and that other programs with Pulumi's command line have, too. */
const advised = /(?<![\w./-])pulumi (config set|state unprotect|up)\b/g;

/**
 * The same message for the users of another command: `pulumi config set` becomes `moorage config set`. The SDK's own
 * messages, too, name the CLI, which these users may not have.
 */
export function inWordsOf(command: string, message: string): string {
  return message.replaceAll(advised, (_advice, words: string) => `${command} ${words}`);
}

/** The same for the errors among events; what a program prints stays as it is. */
export function errorsInWordsOf(command: string, onEvent: (event: EngineEvent) => void): typeof onEvent {
  return (event) => {
    const { diagnosticEvent } = event;
    if (diagnosticEvent?.severity !== "error") return onEvent(event);
    const message = inWordsOf(command, diagnosticEvent.message);
    onEvent({ ...event, diagnosticEvent: { ...diagnosticEvent, message } });
  };
}
