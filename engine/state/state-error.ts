import { EngineError } from "../errors";

/** A checkpoint that the engine does not take: it is left as it is. */
export class StateError extends EngineError {
  override readonly name: string = "StateError";
}

/** A checkpoint is truncated, damaged, or was edited by hand into something invalid. */
export class InvalidStateError extends StateError {
  override readonly name = "InvalidStateError";

  /** @param location the file, as the backend names it */
  constructor(
    readonly location: string,
    problem: string,
    options: { cause?: unknown } = {},
  ) {
    super(
      `the stack's state in ${location} is invalid: ${problem}. Nothing was changed. ` +
        "Repair it, or restore the stack from a backup: beside the file (.bak), or in .pulumi/backups",
      options,
    );
  }
}

/** A checkpoint was written by a newer engine. */
export class NewerStateError extends StateError {
  override readonly name = "NewerStateError";

  constructor(location: string, what: string) {
    super(
      `the stack's state in ${location} needs a newer engine: ${what}. Nothing was changed. ` +
        "Use the Pulumi CLI that wrote it, or a newer version of this engine",
    );
  }
}

/** A checkpoint is of a form that Pulumi has not written for years. */
export class OlderStateError extends StateError {
  override readonly name = "OlderStateError";

  constructor(location: string, version: number) {
    super(
      `the stack's state in ${location} is of the old version ${version}. Nothing was changed. ` +
        "Bring it up to date with the Pulumi CLI: `pulumi stack export | pulumi stack import`",
    );
  }
}
