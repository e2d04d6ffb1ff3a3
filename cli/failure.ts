/** What a command could not do, in words for its user. */
export class Failure extends Error {
  static {
    this.prototype.name = "Failure";
  }
  /** The exit code; 1 unless that could be a remote command's own. */
  readonly exitCode: number;

  constructor(message: string, options: { cause?: unknown; exitCode?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}
