import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Task } from "./tasks";
import { runMocha, type Tally } from "./mocha";

export interface Suite {
  readonly title: string;
  /** Tells by its path from test/, with slashes, whether a file belongs to the suite. */
  readonly holds: (path: string) => boolean;
  /** How many processes of mocha run at once. */
  readonly jobs: number;
  /**
   * What runs in one process. A file of its own that fails is run once more from its beginning, which the report tells: on
   * real machines, a busy computer can make a deadline of somebody else's pass. All files of a folder run once.
   */
  readonly together: "file" | "folder";
  /** What takes longest, a file or a folder: it begins first, so that no core is idle at the end. */
  readonly longest?: readonly string[];
  /** How long one test may take. Left away: mocha's configuration. */
  readonly timeoutSeconds?: number;
}

const tests = join(__dirname, "../..");

/** The suite's processes, in the order in which they are to begin. */
export async function tasksOf(suite: Suite, environment: Readonly<Record<string, string>>): Promise<Task[]> {
  const groups = new Map<string, string[]>();
  for (const path of await pathsOf(suite)) {
    const name = suite.together === "file" ? path : (path.split("/")[0] ?? path);
    groups.set(name, [...(groups.get(name) ?? []), join(tests, path)]);
  }
  if (groups.size === 0) throw new Error(`No file belongs to "${suite.title}".`);
  const { title, jobs, timeoutSeconds, together, longest = [] } = suite;
  const rank = (name: string): number => (longest.includes(name) ? longest.indexOf(name) : longest.length);
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, files]) => {
      const attempt = (head: string) => runFiles(head + name, { files, environment, timeoutSeconds });
      const run = async (): Promise<Tally> => {
        const first = await attempt("");
        return first.failed === 0 || together === "folder" ? first : attempt("TRIED AGAIN: ");
      };
      return { title, jobs, run };
    });
}

async function runFiles(name: string, run: Parameters<typeof runMocha>[0]): Promise<Tally> {
  const begun = Date.now();
  let report = "";
  const tally = await runMocha({ ...run, print: (text) => (report += text) });
  const seconds = Math.round((Date.now() - begun) / 1000);
  // Processes that run at once must not mix their lines.
  process.stdout.write(`\n${name} (${seconds} s)\n${report.trimEnd()}\n`);
  return tally;
}

async function pathsOf(suite: Suite): Promise<string[]> {
  const entries = await readdir(tests, { recursive: true });
  return entries
    .map((path) => path.split(sep).join("/"))
    .filter((path) => path.endsWith(".test.ts") && suite.holds(path))
    .sort();
}
