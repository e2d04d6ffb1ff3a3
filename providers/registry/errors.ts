import { UserError } from "../errors";

/** Why a registry cannot be used. */
export type RegistryFailure =
  | "unreachable"
  | "untrusted"
  | "not-a-registry"
  | "login-wanted"
  | "login-refused"
  | "denied"
  | "rate-limited"
  | "server-error";

/** A registry does not answer, is not to be trusted, or says no. */
export class RegistryError extends UserError {
  override readonly name = "RegistryError";
  readonly address: string;
  readonly failure: RegistryFailure;
  /** How long the registry asks to wait. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    address: string,
    failure: RegistryFailure,
    message: string,
    options: RegistryErrorOptions = {},
  ) {
    super(message, options);
    this.address = address;
    this.failure = failure;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

interface RegistryErrorOptions {
  readonly property?: string;
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number | undefined;
}
