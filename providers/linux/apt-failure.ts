import type { CommandError } from "../ssh/command-error";
import {
  DiskSpaceError,
  type LinuxError,
  PackageManagerError,
  PackageMirrorError,
  PackageMissingError,
} from "./errors";

const LOCK_REFUSED =
  /Could not get lock|Unable to acquire the dpkg frontend lock|frontend lock was locked by another process|Unable to lock (the )?(directory|administration)/i;
const DISK_FULL = /No space left on device|You don't have enough free space/i;
const NO_PACKAGE = /Unable to locate package|has no installation candidate|Couldn't find any package/i;
const NO_MIRROR =
  /Failed to fetch|Unable to fetch|Could not resolve|Temporary failure resolving|Could not connect|Unable to connect|Connection (timed out|refused|failed)|Hash Sum mismatch/i;

const LAST_LINES = 8;

/** Whether apt gave up because another process works with the packages. */
export function isLockRefusal(stderr: string): boolean {
  return LOCK_REFUSED.test(stderr);
}

/**
 * What a failure of apt-get or dpkg means, and what to do about it.
 *
 * @param complaints What reading the lists of packages complained of before.
 */
export function explainAptFailure(host: string, failure: CommandError, complaints = ""): LinuxError {
  const output = `${failure.stdout}\n${failure.stderr}`;
  const options = { cause: failure };
  if (failure.timedOut) {
    return new PackageManagerError(
      `The package manager on ${host} was not done when installTimeoutSeconds was over. The next run goes on from there.`,
      { ...options, property: "installTimeoutSeconds" },
    );
  }
  if (DISK_FULL.test(output)) {
    return new DiskSpaceError(
      `A disk of ${host} is full: ${matching(output, DISK_FULL)}\nMake room there and run again.`,
      options,
    );
  }
  const isMissing = NO_PACKAGE.test(output);
  const unfetched = isMissing ? complaints : output;
  if (NO_MIRROR.test(unfetched)) {
    return new PackageMirrorError(
      `${host} cannot fetch packages from its mirror: ${matching(unfetched, NO_MIRROR)}\n` +
        "Check the machine's network, its DNS and /etc/apt/sources.list, then run again.",
      options,
    );
  }
  if (isMissing) {
    return new PackageMissingError(
      `${host} finds no such package: ${matching(output, NO_PACKAGE)}\n` +
        "Add the distribution's main component to /etc/apt/sources.list there and run again.",
      options,
    );
  }
  return new PackageManagerError(`The package manager on ${host} failed:\n${lastLines(output)}`, options);
}

function matching(output: string, pattern: RegExp): string {
  return (
    output
      .split("\n")
      .find((line) => pattern.test(line))
      ?.trim() ?? ""
  );
}

function lastLines(output: string): string {
  return output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-LAST_LINES)
    .join("\n");
}
