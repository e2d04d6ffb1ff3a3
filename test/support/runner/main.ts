import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { ensureEngine } from "../setup/engine";
import { ensurePulumi } from "../setup/pulumi";
import type { Tally } from "./mocha";
import { check } from "./check";
import { runTasks } from "./tasks";
import { tasksOf, type Suite } from "./suite";

const repository = join(__dirname, "../../..");

const isHostTest = (path: string) => path.endsWith(".host.test.ts") || path.startsWith("support/");
/**
 * What only a longer command tries: an engine that changes every day, a third one of those that do not, and texts that
 * are longer than most of what takes them.
 */
const isOptionsAlone = (path: string) =>
  /(container-options-(sid|bullseye)|hostile-long)\.host\.test\.ts$/.test(path);
const isEndToEnd = (path: string) => path.startsWith("e2e/");

/** The same for waits that are long by their nature. */
const isKillAlone = (path: string) => path === "resources/container-hang.host.test.ts";

/** Tests that need nothing but Node. */
const unit: Suite = {
  title: "unit tests",
  holds: (path) => !isHostTest(path) && !isEndToEnd(path),
  together: "folder",
  longest: ["engine", "cli", "grpc", "resources", "sdk"],
  jobs: 2,
};

/** Tests of single parts on real hosts. */
const hosts: Suite = {
  title: "tests on throwaway hosts",
  holds: (path) => isHostTest(path) && !isEndToEnd(path) && !isOptionsAlone(path) && !isKillAlone(path),
  together: "file",
  longest: [
    "resources/interrupted.host.test.ts",
    "resources/host-vm.host.test.ts",
    "resources/host-trouble.host.test.ts",
    "support/vm.test.ts",
  ],
  jobs: 2,
  timeoutSeconds: 300,
};

/** The whole way, under the real Pulumi CLI. */
const endToEnd: Suite = {
  title: "end to end, under the real Pulumi CLI",
  holds: isEndToEnd,
  together: "file",
  longest: [
    "e2e/kill.test.ts",
    "e2e/engine/differential.test.ts",
    "e2e/door.test.ts",
    "e2e/rolling.test.ts",
    "e2e/sandbox.test.ts",
    "e2e/secrets.test.ts",
    "e2e/drift.test.ts",
    "e2e/matrix-bullseye.test.ts",
    "e2e/changes.test.ts",
    "e2e/matrix-trixie.test.ts",
    "e2e/machines.test.ts",
    "e2e/matrix-bookworm.test.ts",
  ],
  jobs: 3,
  timeoutSeconds: 600,
};

/** Changes that are interrupted at each of their steps, and those whose runtime hangs. */
const kill: Suite = {
  ...hosts,
  title: "interrupted changes, all of them",
  holds: (path) =>
    /^(resources\/(interrupted|host-trouble|container-hang)\.host|e2e\/kill)\.test\.ts$/.test(path),
  timeoutSeconds: 1800,
};

/** Random combinations of a container's options, all that there are on more engines, and each with a long text. */
const options: Suite = {
  ...hosts,
  title: "options of a container together, many of them, and on the newest engine and the oldest",
  holds: (path) => path === "resources/container-combinations.host.test.ts" || isOptionsAlone(path),
  timeoutSeconds: 3600,
};

const suites: Readonly<Record<string, readonly Suite[]>> = {
  all: [unit, hosts, endToEnd],
  unit: [unit],
  hosts: [hosts],
  e2e: [endToEnd],
  kill: [kill],
  options: [options],
  "bad-input": [
    {
      ...endToEnd,
      title: "bad input, each under both engines",
      holds: (path) => path.startsWith("e2e/bad-input/"),
    },
  ],
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
  "bad-input": { MOORAGE_BAD_INPUT: "full" },
};

/** Sets up what the tests need, runs them, and ends what it started. */
async function main(which: string): Promise<number> {
  const chosen = suites[which];
  if (chosen === undefined)
    throw new Error(`There is no suite "${which}"; there are: ${Object.keys(suites).join(", ")}.`);
  execFileSync("npm", ["run", "build"], { cwd: repository, stdio: "inherit" });

  const needsHosts = chosen.some((suite) => suite !== unit);
  const environment: Record<string, string> = { ...wholes[which] };
  const engine = needsHosts ? await ensureEngine() : undefined;
  let tallies: readonly Tally[];
  try {
    if (needsHosts) environment["PATH"] = [await ensurePulumi(), process.env["PATH"]].join(delimiter);
    const tasks = await Promise.all(chosen.map((suite) => tasksOf(suite, environment)));
    tallies = await runTasks([...(which === "all" ? [check] : []), ...tasks.flat()]);
  } finally {
    await engine?.stop();
  }
  const total = (count: keyof Tally) => tallies.reduce((sum, tally) => sum + tally[count], 0);
  process.stdout.write(
    `\n${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped\n`,
  );
  return total("failed") === 0 ? 0 : 1;
}

main(process.argv[2] ?? "all").then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
