import { UserError } from "../errors";

/** Something about the machine itself: its distribution, packages, disk or engine. */
export class LinuxError extends UserError {
  override readonly name: string = "LinuxError";
}

/** The engine cannot be installed on this distribution by Moorage. */
export class UnsupportedDistributionError extends LinuxError {
  override readonly name = "UnsupportedDistributionError";
}

/** cloud-init did not finish in time. */
export class CloudInitError extends LinuxError {
  override readonly name = "CloudInitError";
}

/** Another process held the package manager's lock for too long. */
export class PackageLockError extends LinuxError {
  override readonly name = "PackageLockError";
}

/** The package mirror could not be reached, or refused. */
export class PackageMirrorError extends LinuxError {
  override readonly name = "PackageMirrorError";
}

/** A package is not in the machine's package sources. */
export class PackageMissingError extends LinuxError {
  override readonly name = "PackageMissingError";
}

/** The package manager failed for another reason; the message has its last lines. */
export class PackageManagerError extends LinuxError {
  override readonly name = "PackageManagerError";
}

/** A file system of the machine is full, or too small for what is to be installed. */
export class DiskSpaceError extends LinuxError {
  override readonly name = "DiskSpaceError";
}

/** No engine on the machine, and none may be installed. */
export class EngineMissingError extends LinuxError {
  override readonly name = "EngineMissingError";
}

/** The engine was started and did not come up; the message has the last lines of its log. */
export class EngineStartError extends LinuxError {
  override readonly name = "EngineStartError";
}

/** The engine's settings cannot be merged or are refused by the engine. */
export class DaemonSettingsError extends LinuxError {
  override readonly name = "DaemonSettingsError";
}

/** The machine's identity cannot be read or written. */
export class HostIdError extends LinuxError {
  override readonly name = "HostIdError";
}

/** Another run changes the machine. */
export class HostLockError extends LinuxError {
  override readonly name = "HostLockError";
}
