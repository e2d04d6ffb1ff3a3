import {
  StackExistsError,
  StackLockedError,
  StackNotFoundError as NoSuchStackError,
} from "../../engine/backend";
import { EngineError } from "../../engine/errors";

/** A message about one resource, or about the whole operation. */
export interface Diagnostic {
  readonly severity: "warning" | "error";
  readonly message: string;
  /** The resource that it is about. */
  readonly urn?: string;
}

/** What a command had said when it failed. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly diagnostics: readonly Diagnostic[];
}

const nothingSaid: CommandOutput = { stdout: "", stderr: "", diagnostics: [] };

/**
 * Something could not be done; the message says what, why, and what to do next, and holds no secret. What was wrong
 * before anything began (a passphrase, a configuration) is in `cause`.
 *
 * @example
 * await stack.up().catch((error: unknown) => {
 *   if (!(error instanceof CommandError)) throw error;
 *   for (const { urn, message } of error.diagnostics) console.error(urn ?? "the stack", message);
 * });
 */
export class CommandError extends Error {
  static {
    this.prototype.name = "CommandError";
  }
  /** The warnings and errors of the operation, each with the resource that it is about. */
  readonly diagnostics: readonly Diagnostic[];
  readonly stdout: string;
  readonly stderr: string;

  constructor(message: string, said: CommandOutput = nothingSaid, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.diagnostics = said.diagnostics;
    this.stdout = said.stdout;
    this.stderr = said.stderr;
  }
}

/** Somebody else changes the stack: an operation of this process, of another one, or of the Pulumi CLI. */
export class ConcurrentUpdateError extends CommandError {
  static {
    this.prototype.name = "ConcurrentUpdateError";
  }
}

/** The operation was stopped by its signal: what had begun is finished and saved. */
export class CanceledError extends CommandError {
  static {
    this.prototype.name = "CanceledError";
  }
}

/** There is no such stack. */
export class StackNotFoundError extends CommandError {
  static {
    this.prototype.name = "StackNotFoundError";
  }
}

/** There is a stack of that name already. */
export class StackAlreadyExistsError extends CommandError {
  static {
    this.prototype.name = "StackAlreadyExistsError";
  }
}

/** Does something, and throws what the engine throws as the errors of this module; defects stay as they are. */
export async function asCommand<T>(work: () => Promise<T>, said?: () => CommandOutput): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new (kindOf(error))(error.message, said?.(), { cause: error });
  }
}

function kindOf(error: EngineError): typeof CommandError {
  if (error instanceof StackLockedError) return ConcurrentUpdateError;
  if (error instanceof NoSuchStackError) return StackNotFoundError;
  if (error instanceof StackExistsError) return StackAlreadyExistsError;
  return CommandError;
}
