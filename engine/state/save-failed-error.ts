import { EngineError } from "../errors";

/** The checkpoint could not be written: it still says what it said before. */
export class SaveFailedError extends EngineError {
  override readonly name = "SaveFailedError";

  /** @param unsaved what providers did that the checkpoint does not know, `created <urn>`; it grows while saves fail */
  constructor(
    readonly unsaved: readonly string[],
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const happened =
      unsaved.length === 0
        ? "Nothing has happened that the saved state does not know."
        : `The saved state does not know what happened since:\n${unsaved.map((line) => `  ${line}`).join("\n")}`;
    super(
      `the stack's state could not be saved: ${reason}\nThe state as it was saved last is whole. ${happened}`,
      {
        cause,
      },
    );
  }
}
