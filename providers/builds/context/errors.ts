import { UserError } from "../../errors";

/** The part of an image's `build` that a problem of the context is about. */
export type ContextProperty = "build.context" | "build.dockerfile" | "build.contextLimitMiB";

/** A build context that cannot be used as it is. Nothing of it was sent, or nothing was made of what was. */
export class ContextError extends UserError {
  override readonly name: string = "ContextError";

  constructor(
    problem: string,
    advice: string,
    options: { property?: ContextProperty; cause?: unknown } = {},
  ) {
    super(`${problem}; ${advice}`, { property: options.property ?? "build.context", cause: options.cause });
  }
}

/** A file became another one while the context was read or sent. */
export class ContextChangedError extends ContextError {
  override readonly name = "ContextChangedError";

  constructor(path: string, cause?: unknown) {
    super(`${path} was changed while the build context was read`, "run again", { cause });
  }
}

/** What a system call failed with, e.g. `EACCES`. */
export function systemCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
