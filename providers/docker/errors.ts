import { UserError } from "../errors";

/** What the engine refused, and its own words for it. */
export interface Refusal {
  /** The host, as the engine's `name` has it. */
  readonly host: string;
  /** What was asked, e.g. `create container app`. */
  readonly action: string;
  /** Status of the answer. */
  readonly status: number;
  /** The engine's message. */
  readonly reason: string;
}

/** The engine answered, and said no. */
export class EngineRequestError extends UserError {
  override readonly name: string = "EngineRequestError";
  readonly host: string;
  readonly action: string;
  readonly status: number;
  readonly reason: string;

  constructor(refusal: Refusal, options: { property?: string; cause?: unknown } = {}) {
    super(`Cannot ${refusal.action} on ${refusal.host}: ${refusal.reason}`, options);
    this.host = refusal.host;
    this.action = refusal.action;
    this.status = refusal.status;
    this.reason = refusal.reason;
  }
}

/** The engine says that an object is not there. The only error that may be taken for an absence. */
export class NotFoundError extends EngineRequestError {
  override readonly name = "NotFoundError";
}

/** The engine says that the request is at odds with what is there: a name taken, an object in use. */
export class ConflictError extends EngineRequestError {
  override readonly name = "ConflictError";
}

/** The engine and Moorage have no version of the API in common. */
export class ApiVersionError extends UserError {
  override readonly name = "ApiVersionError";
}

/** Nothing answers at the engine's socket, or the connection broke before it answered. */
export class EngineDownError extends UserError {
  override readonly name = "EngineDownError";
}

/** What the engine did not answer. */
export interface Unanswered {
  /** The host, as the engine's `name` has it. */
  readonly host: string;
  /** What was asked, e.g. `start container app`. */
  readonly action: string;
  /** How long it was waited for. */
  readonly seconds: number;
}

/** The engine took a request, and nothing came of it for so long that something must hang. */
export class NoAnswerError extends UserError {
  override readonly name = "NoAnswerError";
  readonly host: string;
  readonly seconds: number;

  constructor({ host, action, seconds }: Unanswered, options: { cause?: unknown } = {}) {
    super(
      `The Docker engine on ${host} was asked to ${action}, and has not answered for ${seconds} s. Most often its ` +
        `runtime hangs: \`ps -ef | grep runc\` and \`journalctl -u docker\` on the host tell of it. End the runtime's ` +
        `process or restart the engine, then run again.`,
      options,
    );
    this.host = host;
    this.seconds = seconds;
  }
}

/** The user may not open the engine's socket. */
export class PermissionError extends UserError {
  override readonly name = "PermissionError";
}

/** Something answers at the engine's socket, but not as an engine does. */
export class NotAnEngineError extends UserError {
  override readonly name = "NotAnEngineError";
}

/** The typed error of an answer outside 2xx. */
export function refusalToError(refusal: Refusal): UserError {
  const { status, reason, host } = refusal;
  if (status === 404 && !isOfSomethingElse(reason)) return new NotFoundError(refusal);
  if (status === 409) return new ConflictError(refusal);
  if (status === 400 && /client version \S+ is too (old|new)/.test(reason)) {
    return new ApiVersionError(
      `The Docker engine on ${host} does not speak our version of its API: ${reason}`,
    );
  }
  return new EngineRequestError(refusal);
}

/** The typed error of a connection that failed. Errors that are meant for the user already are left as they are. */
export function connectionToError(error: unknown, host: string): UserError {
  if (error instanceof UserError) return error;
  const code = (error as { code?: unknown }).code;
  if (code === "EACCES" || code === "EPERM") {
    return new PermissionError(
      `The user may not open the socket of the Docker engine on ${host}. ` +
        `Use a user who may, for example root or a member of the group docker.`,
      { cause: error },
    );
  }
  const why =
    code === "ENOENT"
      ? "its socket does not exist"
      : code === "ECONNREFUSED"
        ? "nothing listens at its socket"
        : `the connection broke (${error instanceof Error ? error.message : String(error)})`;
  return new EngineDownError(`The Docker engine on ${host} does not answer: ${why}. Check that it runs.`, {
    cause: error,
  });
}

/**
 * The engine's router answers 404 as well, to a path that it does not know; and the engine does where it has lost
 * track of a container's network while that ends. Both say nothing of the object that was asked for.
 */
function isOfSomethingElse(reason: string): boolean {
  return /^(404 )?page not found/i.test(reason.trim()) || isLostSandbox(reason);
}

/** Whether a container ended while the engine was changing it. */
export function isLostSandbox(reason: string): boolean {
  return /sandbox \S+ not found/.test(reason);
}
