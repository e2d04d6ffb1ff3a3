import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface MochaRun {
  readonly files: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** How long one test may take. Left away: mocha's configuration. */
  readonly timeoutSeconds?: number | undefined;
  /** Where what mocha prints goes. Left away: to where our own output goes. */
  readonly print?: (text: string) => void;
}

const bin = require.resolve("mocha/bin/mocha.js");
const reporter = join(__dirname, "tally-reporter.cjs");

/** Runs some files in one mocha process and counts. A process that breaks before it can count is one failure. */
export async function runMocha({ files, environment, timeoutSeconds, print }: MochaRun): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "moorage-tally-"));
  const tally = join(folder, "tally.json");
  const argv = [
    bin,
    // A handle that a failed test left open must not keep the run from ending.
    ...["--exit", "--reporter", reporter],
    ...(timeoutSeconds === undefined ? [] : ["--timeout", String(timeoutSeconds * 1000)]),
    ...files,
  ];
  try {
    const ended = await new Promise<string | undefined>((resolve, reject) => {
      const child = spawn(process.execPath, argv, {
        stdio: print === undefined ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
        env: { ...process.env, ...environment, MOORAGE_TALLY: tally },
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding("utf8").on("data", (text: string) => print?.(text));
      }
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(signal ?? (code === 0 ? undefined : `code ${code}`)));
    });
    const counts = await readFile(tally, "utf8").then(
      (text) => JSON.parse(text) as Tally,
      () => undefined,
    );
    if (counts === undefined) {
      (print ?? ((text) => process.stdout.write(text)))(`mocha ended before it could count: ${ended}\n`);
      return { passed: 0, failed: 1, skipped: 0 };
    }
    return ended !== undefined && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
