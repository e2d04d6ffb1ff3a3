import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { ensureEngine } from "../setup/engine";
import { ensurePulumi } from "../setup/pulumi";
import type { Tally } from "./mocha";
import { runSuite, type Suite } from "./suite";

const repository = join(__dirname, "../../..");

const isHostTest = (path: string) => path.endsWith(".host.test.ts") || path.startsWith("support/");
/** What changes every day is no measure for a change of ours: only longer commands try it. */
const isOfSid = (path: string) => path.endsWith("-sid.host.test.ts");
const isEndToEnd = (path: string) => path.startsWith("e2e/");

/** Tests that need nothing but Node. */
const unit: Suite = {
  title: "unit tests",
  holds: (path) => !isHostTest(path) && !isEndToEnd(path),
};

/** Tests of single parts on real hosts. */
const hosts: Suite = {
  title: "tests on throwaway hosts",
  holds: (path) => isHostTest(path) && !isEndToEnd(path) && !isOfSid(path),
  jobs: 2,
  timeoutSeconds: 300,
};

/** The whole way, under the real Pulumi CLI. */
const endToEnd: Suite = {
  title: "end to end, under the real Pulumi CLI",
  holds: isEndToEnd,
  jobs: 3,
  timeoutSeconds: 600,
};

/** Changes that are interrupted at each of their steps. */
const kill: Suite = {
  ...hosts,
  title: "interrupted changes, all of them",
  holds: (path) => path === "resources/interrupted.host.test.ts" || path === "e2e/kill.test.ts",
  timeoutSeconds: 1800,
};

/** Random combinations of a container's options, and all that there are on the newest engine. */
const options: Suite = {
  ...hosts,
  title: "options of a container together, many of them, and on the newest engine",
  holds: (path) => path === "resources/container-combinations.host.test.ts" || isOfSid(path),
  timeoutSeconds: 3600,
};

const suites: Readonly<Record<string, readonly Suite[]>> = {
  all: [unit, hosts, endToEnd],
  unit: [unit],
  hosts: [hosts],
  e2e: [endToEnd],
  kill: [kill],
  options: [options],
  matrix: [
    {
      ...endToEnd,
      title: "end to end, the full product",
      holds: (path) => /^e2e\/matrix-/.test(path),
    },
    {
      ...hosts,
      title: "single parts on a newer engine",
      holds: (path) => /^resources\/(network|volume|adoption|orphans)\.host\.test\.ts$/.test(path),
    },
  ],
};

/** What has a suite try out all that it knows. */
const wholes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  matrix: { MOORAGE_MATRIX: "full", MOORAGE_TEST_ENGINE: "trixie" },
  kill: { MOORAGE_KILL: "all" },
  options: { MOORAGE_OPTIONS: "all" },
};

/** Sets up what the tests need, runs them, and ends what it started. */
async function main(which: string): Promise<number> {
  const chosen = suites[which];
  if (chosen === undefined)
    throw new Error(`There is no suite "${which}"; there are: ${Object.keys(suites).join(", ")}.`);
  const tallies: Tally[] = [];
  npm("run", "build");
  if (which === "all") tallies.push(check());

  const needsHosts = chosen.some((suite) => suite !== unit);
  const environment: Record<string, string> = { ...wholes[which] };
  const engine = needsHosts ? await ensureEngine() : undefined;
  try {
    if (needsHosts) environment["PATH"] = [await ensurePulumi(), process.env["PATH"]].join(delimiter);
    for (const suite of chosen) tallies.push(...(await runSuite(suite, environment)));
  } finally {
    await engine?.stop();
  }
  const total = (count: keyof Tally) => tallies.reduce((sum, tally) => sum + tally[count], 0);
  process.stdout.write(
    `\n${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped\n`,
  );
  return total("failed") === 0 ? 0 : 1;
}

/** Types, lint, format, generated files and import arrows count as one test. */
function check(): Tally {
  process.stdout.write("\n=== types, lint, format, generated files, import arrows\n");
  try {
    npm("run", "--silent", "check");
    return { passed: 1, failed: 0, skipped: 0 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function npm(...args: string[]): void {
  execFileSync("npm", args, { cwd: repository, stdio: "inherit" });
}

main(process.argv[2] ?? "all").then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
