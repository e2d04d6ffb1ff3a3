import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";

/** Who holds a lock, as the file tells it. The first four are the CLI's; it passes over the rest. */
export interface LockOwner {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** RFC 3339. */
  readonly timestamp: string;
  /** The machine's start and the process's namespace and start: with them, a process id means one process for ever. */
  readonly process?: ProcessIdentity;
}

/** What tells one process from another of the same id. */
export interface ProcessIdentity {
  readonly boot: string;
  readonly namespace: string;
  readonly started: string;
}

/**
 * What became of a lock's owner: `alive`; `dead`, for certain; `probably-dead`: there is no such process on a machine
 * of this name, which might be another one; or `elsewhere`, of which nothing is known.
 */
export type OwnerState = "alive" | "dead" | "probably-dead" | "elsewhere";

/** This process as a lock's owner. */
export function thisOwner(): LockOwner {
  const identity = identityOf(process.pid);
  return {
    pid: process.pid,
    username: userInfo().username,
    hostname: hostname(),
    timestamp: new Date().toISOString(),
    ...(identity === undefined ? {} : { process: identity }),
  };
}

/** What became of a lock's owner. */
export function ownerState(owner: LockOwner): OwnerState {
  if (owner.hostname !== hostname()) return "elsewhere";
  const here = identityOf(process.pid);
  const { process: its } = owner;
  if (its === undefined || here === undefined) return isRunning(owner.pid) ? "alive" : "probably-dead";
  if (its.boot !== here.boot) return "dead";
  if (its.namespace !== here.namespace) return "elsewhere";
  return identityOf(owner.pid)?.started === its.started ? "alive" : "dead";
}

function isRunning(pid: number): boolean {
  if (pid <= 0) return true;
  if (hasEnded(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Undefined where the system does not tell (it is no Linux), or where there is no such process. */
function identityOf(pid: number): ProcessIdentity | undefined {
  const fields = statOf(pid);
  if (fields === undefined || hasEnded(pid)) return undefined;
  try {
    return {
      boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
      namespace: readlinkSync("/proc/self/ns/pid"),
      started: fields[19] ?? "",
    };
  } catch {
    return undefined;
  }
}

/** Whether a process has ended and only waits for its parent to notice. */
function hasEnded(pid: number): boolean {
  const state = statOf(pid)?.[0];
  return state === "Z" || state === "X";
}

/** What Linux tells of a process, from its state on: the name before may hold spaces and brackets. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
