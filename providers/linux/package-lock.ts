import { shell } from "../ssh/command";
import { quoteAll } from "../ssh/quote";
import { PackageLockError } from "./errors";
import { isOverdue, type Machine } from "./machine";

/** Who holds which lock. */
export interface LockHolder {
  readonly file: string;
  readonly pid: number;
  readonly command: string;
}

/**
 * Prints `file|pid|command` for each lock that is held. These are fcntl locks, which only the kernel's table shows;
 * it knows inodes, not paths, so a process counts as the holder only if it also has the file open.
 */
const SCRIPT = `
for file in "$@"; do
  inode=$(stat -c %i "$file" 2>/dev/null) || continue
  while read -r _ kind _ _ pid device _; do
    [ "$kind" = POSIX ] && [ "\${device##*:}" = "$inode" ] || continue
    for opened in /proc/"$pid"/fd/*; do
      [ "$(readlink "$opened")" = "$file" ] || continue
      echo "$file|$pid|$(tr '\\0' ' ' </proc/"$pid"/cmdline)"
      break
    done
  done </proc/locks
done
exit 0
`;

const POLL_SECONDS = 2;

/** Who holds any of these locks now. */
export async function readLockHolders(machine: Machine, files: readonly string[]): Promise<LockHolder[]> {
  const { stdout } = await machine.remote.run(
    shell(`set -- ${quoteAll(files)}\n${SCRIPT}`, "looking for package locks"),
    {
      sudo: true,
      signal: machine.signal,
    },
  );
  return stdout
    .split("\n")
    .map((line) => /^([^|]*)\|(\d+)\|(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, file = "", pid = "", command = ""]) => ({ file, pid: Number(pid), command: command.trim() }));
}

/** Waits until none of these locks is held, naming the holder. Rejects with PackageLockError when the time is over. */
export async function waitForLocks(machine: Machine, files: readonly string[]): Promise<void> {
  for (;;) {
    const [holder] = await readLockHolders(machine, files);
    if (holder === undefined) return;
    const who = `${holder.command || "a process"} (pid ${holder.pid})`;
    if (isOverdue(machine)) {
      throw new PackageLockError(
        `${who} on ${machine.remote.name} still held ${holder.file} when installTimeoutSeconds was over. ` +
          "Wait until it ends, or allow more time.",
        { property: "installTimeoutSeconds" },
      );
    }
    machine.progress(`waiting for ${who}, which holds ${holder.file}`);
    await machine.pause(POLL_SECONDS);
  }
}
