import { UserError } from "../../errors";
import { type Diagnosis, formatDiagnosis } from "./diagnosis";

/** A container was started and does not work. */
export class ContainerFailedError extends UserError {
  override readonly name: string = "ContainerFailedError";
  readonly diagnosis: Diagnosis;

  constructor(message: string, diagnosis: Diagnosis, cause?: unknown) {
    const property = cause instanceof UserError ? cause.property : undefined;
    super(`${message}\n${formatDiagnosis(diagnosis)}`, { property, cause });
    this.diagnosis = diagnosis;
  }
}

/** A new container does not work; the old one serves. */
export class SwapFailedError extends ContainerFailedError {
  override readonly name = "SwapFailedError";
  /** How long nothing served, in seconds: from the old one's stop until its new start. 0 if it was never stopped. */
  readonly downSeconds: number;

  constructor(message: string, diagnosis: Diagnosis, downSeconds: number, cause?: unknown) {
    super(message, diagnosis, cause);
    this.downSeconds = downSeconds;
  }
}

/** A change failed, and so did the attempt to undo it. Nothing was deleted. */
export class RollbackFailedError extends UserError {
  override readonly name = "RollbackFailedError";
}

/** A container of somebody else has the name. */
export class NameTakenError extends UserError {
  override readonly name = "NameTakenError";
}

/** The image is not on the host. */
export class MissingImageError extends UserError {
  override readonly name = "MissingImageError";
}

/** A port of the host is taken, by a container or by another process. */
export class PortTakenError extends UserError {
  override readonly name = "PortTakenError";
}

/** A network that the container shall join is not on the host. */
export class MissingNetworkError extends UserError {
  override readonly name = "MissingNetworkError";
}

/** The host's engine or kernel does not have what an option asks for. Nothing was changed. */
export class UnsupportedOptionError extends UserError {
  override readonly name = "UnsupportedOptionError";
}
