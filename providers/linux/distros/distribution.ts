import type { OsRelease } from "../facts";
import type { Machine } from "../machine";

/** A family of machines that the engine can be installed on. */
export interface Distribution {
  /** What is supported, for messages: `Debian 11 and later`. */
  readonly title: string;
  supports(os: OsRelease): boolean;
  readonly packageManager: PackageManager;
  /** The packages that make an engine that can run containers. */
  enginePackages(os: OsRelease): readonly string[];
  /** Free space that they need, by directory, in MiB. */
  readonly spaceMebibytes: Readonly<Record<string, number>>;
}

/** What installs packages. Each may be called again after an interruption. */
export interface PackageManager {
  /** Waits until nobody else installs anything. */
  waitUntilFree(machine: Machine): Promise<void>;
  /** Finishes what an interrupted run left. */
  repair(machine: Machine): Promise<void>;
  /** Reads the lists of packages anew and installs those that are missing. */
  install(machine: Machine, packages: readonly string[]): Promise<void>;
  /** Removes packages, keeping their settings and data; those that are not installed are passed over. */
  remove(machine: Machine, packages: readonly string[]): Promise<void>;
}
