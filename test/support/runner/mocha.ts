import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Suite {
  readonly title: string;
  readonly files: readonly string[];
  readonly ignore?: readonly string[];
  /** How many files run at once. @default 1 */
  readonly jobs?: number;
  /**
   * How often a test that failed is tried again, which the report tells with the reason. For tests on real machines,
   * where a busy computer can make a deadline of somebody else's pass. @default 0
   */
  readonly retries?: number;
  /** How long one test may take. @default mocha's configuration */
  readonly timeoutSeconds?: number;
}

const bin = require.resolve("mocha/bin/mocha.js");
const reporter = join(__dirname, "tally-reporter.cjs");

/** Runs mocha on some files and counts. A run that breaks before it can count is one failure. */
export async function runMocha(
  suite: Suite,
  environment: Readonly<Record<string, string>> = {},
): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "moorage-tally-"));
  const tally = join(folder, "tally.json");
  process.stdout.write(`\n=== ${suite.title}\n`);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      const child = spawn(process.execPath, [bin, ...mochaArguments(suite)], {
        stdio: ["ignore", "inherit", "inherit"],
        env: { ...process.env, ...environment, MOORAGE_TALLY: tally },
      });
      child.once("error", reject);
      child.once("exit", (exitCode) => resolve(exitCode ?? 1));
    });
    const counts = await readFile(tally, "utf8").then(
      (text) => JSON.parse(text) as Tally,
      () => undefined,
    );
    if (counts === undefined) return { passed: 0, failed: 1, skipped: 0 };
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function mochaArguments(suite: Suite): string[] {
  return [
    // A handle that a failed test left open must not keep the run from ending.
    ...["--exit", "--reporter", reporter],
    ...(suite.jobs === undefined ? [] : ["--parallel", "--jobs", String(suite.jobs)]),
    ...(suite.retries === undefined ? [] : ["--retries", String(suite.retries)]),
    ...(suite.timeoutSeconds === undefined ? [] : ["--timeout", String(suite.timeoutSeconds * 1000)]),
    ...(suite.ignore ?? []).flatMap((pattern) => ["--ignore", pattern]),
    ...suite.files,
  ];
}
