import { UserError } from "../../errors";
import type { Reference } from "../../reconcile/container/references";
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

/** A container cannot have an address on a network. Nothing was changed. */
export class AddressError extends UserError {
  override readonly name = "AddressError";
}

/** Something of the host that a container names is not there. Nothing was changed. */
export class MissingReferenceError extends UserError {
  override readonly name: string = "MissingReferenceError";

  constructor(
    message: string,
    /** What is missing, and where it is named. */
    readonly reference: Reference,
    options: { cause?: unknown } = {},
  ) {
    super(message, { ...options, property: reference.property });
  }
}

/** A network that the container shall join is not on the host. */
export class MissingNetworkError extends MissingReferenceError {
  override readonly name = "MissingNetworkError";

  constructor(host: string, reference: Reference, options: { cause?: unknown } = {}) {
    super(
      `Network ${reference.name} is not on ${host}. Add a moorage.Network for it, and give that as network.`,
      reference,
      options,
    );
  }
}

/** A container whose network or processes are to be shared is not on the host, or does not run. */
export class MissingContainerError extends MissingReferenceError {
  override readonly name = "MissingContainerError";

  constructor(
    host: string,
    reference: Reference,
    /** What it does instead of running; undefined where there is none. */
    readonly state: string | undefined,
  ) {
    const problem = state === undefined ? `is not on ${host}` : `on ${host} does not run: it is ${state}`;
    super(
      `Container ${reference.name} ${problem}, and ${reference.property} is to share what it has. ` +
        "Start it first: if it is of this program, by dependsOn.",
      reference,
    );
  }
}

/** A device of the host is not there. */
export class MissingDeviceError extends MissingReferenceError {
  override readonly name = "MissingDeviceError";

  constructor(host: string, reference: Reference) {
    super(
      `${host} has no ${reference.name}, which ${reference.property} names. ` +
        "Load what makes the device, or correct the path.",
      reference,
    );
  }
}

/** The host's engine or kernel does not have what an option asks for. Nothing was changed. */
export class UnsupportedOptionError extends UserError {
  override readonly name = "UnsupportedOptionError";
}
