import { UserError } from "../errors";

/** What is known about a command that failed. It holds neither its arguments' secrets nor its stdin. */
export interface CommandFailure {
  /** The machine, as `Remote.name` has it. */
  readonly host: string;
  /** What was run, as `titleOf` says it. */
  readonly command: string;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it was ended by us: its time ran out, or it wrote more than it may. */
  readonly endedFor?: "timeout" | "output" | undefined;
}

/** A command on a machine ended otherwise than with exit code 0. */
export class CommandError extends UserError {
  override readonly name: string = "CommandError";
  readonly host: string;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;

  constructor(failure: CommandFailure) {
    super(describe(failure));
    this.host = failure.host;
    this.exitCode = failure.exitCode;
    this.signal = failure.signal;
    this.stdout = failure.stdout;
    this.stderr = failure.stderr;
    this.timedOut = failure.endedFor === "timeout";
  }
}

export type SudoRefusal =
  "password-needed" | "wrong-password" | "not-permitted" | "not-installed" | "no-answer" | "other";

/** sudo did not let a command run; the command itself was not started. */
export class SudoError extends UserError {
  override readonly name: string = "SudoError";
  readonly reason: SudoRefusal;

  constructor(reason: SudoRefusal, message: string, property?: string) {
    super(message, { property });
    this.reason = reason;
  }
}

const LAST_LINES = 5;

function describe(failure: CommandFailure): string {
  const lines = failure.stderr.split("\n").filter((line) => line.trim() !== "");
  const tail = lines.length === 0 ? "" : `: ${lines.slice(-LAST_LINES).join("\n")}`;
  return `${failure.command} on ${failure.host} ${ending(failure)}${tail}`;
}

function ending(failure: CommandFailure): string {
  if (failure.endedFor === "timeout") return "was ended because its time ran out";
  if (failure.endedFor === "output") return "was ended because it wrote more than it may";
  if (failure.signal !== undefined) return `was ended by signal ${failure.signal}`;
  return `failed with exit code ${String(failure.exitCode)}`;
}
