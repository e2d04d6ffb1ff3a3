import { UserError } from "../errors";
import { AuthenticationError, KeyError } from "../ssh/errors";

/** There is no connection to a host, for whatever reason; the cause has it. */
export class HostUnreachableError extends UserError {
  override readonly name = "HostUnreachableError";
}

/** Another machine answers than the one that the resource was on: what was there is gone. */
export class HostChangedError extends UserError {
  override readonly name = "HostChangedError";
}

/** A machine without an identity of Moorage's: no Host resource ever had it. */
export class UnmanagedHostError extends UserError {
  override readonly name = "UnmanagedHostError";
}

/** Two machines have one identity, because one is a copy of the other's disk. */
export class ClonedHostError extends UserError {
  override readonly name = "ClonedHostError";
}

/** A host names a credential that is not configured, or not known yet. */
export class CredentialError extends UserError {
  override readonly name = "CredentialError";
}

/**
 * Whether it is our credentials that are wrong, not the host: a refresh that runs before the program has only the
 * former ones, so it says nothing of the host.
 */
export function isLoginRefused(error: unknown): error is UserError {
  if (error instanceof CredentialError) return true;
  const isAtFault = (cause: unknown): boolean =>
    cause instanceof AuthenticationError || cause instanceof KeyError;
  return error instanceof HostUnreachableError && isAtFault(error.cause);
}
