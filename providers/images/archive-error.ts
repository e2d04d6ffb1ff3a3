import { UserError } from "../errors";

/** An image archive that cannot be used as it is. Nothing of it is kept on the host. */
export class ArchiveError extends UserError {
  override readonly name = "ArchiveError";
  /** The archive's path, as the user gave it. */
  readonly path: string;

  constructor(path: string, problem: string, options: { advice?: string; cause?: unknown } = {}) {
    const advice = options.advice ?? "make it again, e.g. with `docker save -o FILE IMAGE`";
    super(`the image archive ${path} ${problem}; ${advice}`, { property: "archive", cause: options.cause });
    this.path = path;
  }
}
