import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { runMocha, type Tally } from "./mocha";

export interface Suite {
  readonly title: string;
  /** Tells by its path from test/, with slashes, whether a file belongs to the suite. */
  readonly holds: (path: string) => boolean;
  /**
   * How many files run at once, each in a process of its own. A file that fails is run once more from its beginning,
   * which the report tells: on real machines, a busy computer can make a deadline of somebody else's pass. Left away:
   * all files in one process, once.
   */
  readonly jobs?: number;
  /** How long one test may take. Left away: mocha's configuration. */
  readonly timeoutSeconds?: number;
}

const tests = join(__dirname, "../..");

/** Runs the suite's files, prints mocha's report of each, and counts. */
export async function runSuite(
  suite: Suite,
  environment: Readonly<Record<string, string>>,
): Promise<readonly Tally[]> {
  process.stdout.write(`\n=== ${suite.title}\n`);
  const files = await filesOf(suite);
  if (files.length === 0) throw new Error(`No file belongs to "${suite.title}".`);
  const { jobs, timeoutSeconds } = suite;
  if (jobs === undefined) return [await runMocha({ files, environment, timeoutSeconds })];

  const waiting = [...files];
  const tallies: Tally[] = [];
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      tallies.push(await runFile(file, environment, timeoutSeconds));
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return tallies;
}

async function runFile(
  file: string,
  environment: Readonly<Record<string, string>>,
  timeoutSeconds: number | undefined,
): Promise<Tally> {
  const attempt = async (head: string) => {
    const begun = Date.now();
    let report = "";
    const print = (text: string) => (report += text);
    const tally = await runMocha({ files: [file], environment, timeoutSeconds, print });
    const seconds = Math.round((Date.now() - begun) / 1000);
    // Files that run at once must not mix their lines.
    process.stdout.write(`\n${head}${relative(tests, file)} (${seconds} s)\n${report.trimEnd()}\n`);
    return tally;
  };
  const first = await attempt("");
  return first.failed === 0 ? first : attempt("TRIED AGAIN: ");
}

async function filesOf(suite: Suite): Promise<string[]> {
  const entries = await readdir(tests, { recursive: true });
  return entries
    .filter((path) => path.endsWith(".test.ts") && suite.holds(path.split(sep).join("/")))
    .sort()
    .map((path) => join(tests, path));
}
