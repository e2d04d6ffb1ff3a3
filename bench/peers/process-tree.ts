import { readdirSync, readFileSync } from "node:fs";

const PAUSE_MILLISECONDS = 20;
/** What the kernel counts by towards programs, on every architecture that Node runs on. */
const TICKS_A_SECOND = 100;

/** One process, by the kernel's word. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** The processor time, user and system, of its children that ended and were waited for, and of theirs. */
  readonly childrenSeconds: number;
}

/** Reads `/proc/PID/stat`; the name in it may hold spaces and parentheses. */
export function parseStat(text: string): ProcessStat {
  const end = text.lastIndexOf(")");
  const fields = text
    .slice(end + 2)
    .split(" ")
    .map(Number);
  return {
    pid: Number.parseInt(text, 10),
    parent: fields[1] ?? NaN,
    childrenSeconds: ((fields[13] ?? NaN) + (fields[14] ?? NaN)) / TICKS_A_SECOND,
  };
}

/** A process and all below it. What lost its parent on the way still belongs to it, if it was known before. */
export function treeOf(
  root: number,
  processes: readonly ProcessStat[],
  known: Iterable<number> = [],
): Set<number> {
  const alive = new Set(processes.map(({ pid }) => pid));
  const tree = new Set([root, ...known].filter((pid) => alive.has(pid)));
  for (let size = -1; size !== tree.size;) {
    size = tree.size;
    for (const { pid, parent } of processes) if (tree.has(parent)) tree.add(pid);
  }
  return tree;
}

/** The processor time of all processes that this one waited for so far. */
export function childrenSeconds(): number {
  return parseStat(readFileSync("/proc/self/stat", "utf8")).childrenSeconds;
}

/** Looks at the memory of a process and of all below it again and again; tells the most when it is stopped. */
export function watchMemory(root: number): { stop(): number } {
  let tree = new Set<number>();
  let most = 0;
  const look = (): void => {
    tree = treeOf(root, allProcesses(), tree);
    most = Math.max(
      most,
      [...tree].map(mebibytes).reduce((sum, each) => sum + each, 0),
    );
  };
  const timer = setInterval(look, PAUSE_MILLISECONDS);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}

function allProcesses(): readonly ProcessStat[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids
    .map((pid) => content(`/proc/${pid}/stat`))
    .flatMap((text) => (text === "" ? [] : parseStat(text)));
}

/** What it takes, with its share of what it shares with others: so the sum over several is what all of them take. */
function mebibytes(pid: number): number {
  const [, kibibytes = "0"] = /^Pss:\s+(\d+) kB/m.exec(content(`/proc/${pid}/smaps_rollup`)) ?? [];
  return Number(kibibytes) / 1024;
}

/** Empty if the process has ended meanwhile. */
function content(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
