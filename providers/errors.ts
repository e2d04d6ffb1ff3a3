/**
 * An error meant for the person who runs Moorage: what failed, on which host, why, and what to do next.
 * Its message never holds a secret. Anything that is not a UserError is a defect of Moorage itself.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
  /** The input property that has to change, e.g. `connection.hostKey`, where there is one. */
  readonly property: string | undefined;

  constructor(message: string, options: { property?: string | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.property = options.property;
  }
}

/** The operation was cancelled by the engine or by SIGINT; what was under way has been finished or undone. */
export class CancelledError extends UserError {
  override readonly name: string = "CancelledError";
}
