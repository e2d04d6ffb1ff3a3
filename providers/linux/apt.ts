import { CommandError } from "../ssh/command-error";
import { explainAptFailure, isLockRefusal } from "./apt-failure";
import type { PackageManager } from "./distros/distribution";
import { isOverdue, type Machine, secondsLeft } from "./machine";
import { waitForLocks } from "./package-lock";

const LOCKS = [
  "/var/lib/dpkg/lock-frontend",
  "/var/lib/dpkg/lock",
  "/var/lib/apt/lists/lock",
  "/var/cache/apt/archives/lock",
] as const;

// Questions would wait for ever, and translated messages could not be told apart.
const ENVIRONMENT = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C"] as const;

// A settings file that somebody changed stays as it is; a new one comes as the package has it.
const KEEP_SETTINGS = ["--force-confdef", "--force-confold"] as const;

const LOCK_RETRY_SECONDS = 2;

/** The command line of `apt-get`. Between our look at the locks and its own it waits for them for a while by itself. */
export function aptGet(...args: string[]): [string, ...string[]] {
  const settings = KEEP_SETTINGS.flatMap((option) => ["-o", `Dpkg::Options::=${option}`]);
  return [...ENVIRONMENT, "apt-get", "-o", "DPkg::Lock::Timeout=60", ...settings, "--yes", ...args];
}

/** The package manager of Debian and its derivatives. */
export const apt: PackageManager = {
  waitUntilFree: (machine) => waitForLocks(machine, LOCKS),

  async repair(machine) {
    machine.progress("finishing interrupted installations, if any");
    await run(machine, [...ENVIRONMENT, "dpkg", ...KEEP_SETTINGS, "--configure", "--pending"], {
      allowFailure: true,
    });
    await run(machine, aptGet("--no-install-recommends", "--fix-broken", "install"));
  },

  async install(machine, packages) {
    machine.progress("reading the package lists");
    // One source out of order must not be in the way of the others: what matters shows when packages are installed.
    const complaints = await run(machine, aptGet("update"), { allowFailure: true });
    machine.progress(`installing ${packages.join(", ")}`);
    await run(machine, aptGet("--no-install-recommends", "install", ...packages), { complaints });
  },

  async remove(machine, packages) {
    const installed = await installedOf(machine, packages);
    if (installed.length === 0) return;
    machine.progress(`removing ${installed.join(", ")}`);
    await run(machine, aptGet("remove", ...installed));
  },
};

interface RunOptions {
  readonly allowFailure?: boolean;
  /** What reading the lists complained of: it may be why a package is not found. */
  readonly complaints?: string;
}

/** Runs it when the locks are free; resolves with what it complained of. */
async function run(
  machine: Machine,
  command: [string, ...string[]],
  options: RunOptions = {},
): Promise<string> {
  for (;;) {
    try {
      const { stderr } = await machine.remote.run(command, {
        sudo: true,
        signal: machine.signal,
        timeoutSeconds: secondsLeft(machine),
        onLine: (line) => {
          if (/^(Get:|Unpacking |Setting up |Removing )/.test(line)) machine.progress(line);
        },
      });
      return stderr;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (!isLockRefusal(error.stderr) || isOverdue(machine)) {
        if (options.allowFailure === true && !error.timedOut) return error.stderr;
        throw explainAptFailure(machine.remote.name, error, options.complaints);
      }
    }
    await machine.pause(LOCK_RETRY_SECONDS);
    await waitForLocks(machine, LOCKS);
  }
}

async function installedOf(machine: Machine, packages: readonly string[]): Promise<string[]> {
  const query = [
    "dpkg-query",
    "--show",
    "--showformat=${Package} ${db:Status-Status}\\n",
    ...packages,
  ] as const;
  // It fails where one of the packages was never heard of, and prints the others all the same.
  const { stdout } = await machine.remote.run(query, { signal: machine.signal, allowFailure: true });
  const states = stdout.split("\n").map((line) => line.split(" "));
  return states
    .filter(([, state]) => state !== undefined && state !== "not-installed" && state !== "config-files")
    .map(([name = ""]) => name);
}
