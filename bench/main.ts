/**
 * `npm run bench`: Moorage beside the floor and the CLI's own cost, in one run. `npm run bench -- swap`: the downtime of
 * a changed container. `npm run bench -- engine`: the embedded engine beside the CLI. `npm run bench -- noop` and `-- up`:
 * beside pulumi, Docker Compose and Terraform.
 */
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { hasHostsInUse } from "../test/support/hosts/leftovers";
import { announce } from "../test/support/setup/announce";
import { ensureEngine } from "../test/support/setup/engine";
import { benchEngine } from "./engine/main";
import { measure, type Measurement } from "./measure";
import { benchOptions, type BenchOptions } from "./options";
import { benchPeers } from "./peers/main";
import { builtPlugin, folder, nullPlugin, repository } from "./plugins";
import { type Rig, startRig } from "./rig";
import { measureStartUp } from "./start-up";
import { benchSwap } from "./swap/main";
import { printTables } from "./tables";
import { targets } from "./targets";

async function main(): Promise<boolean> {
  const [mode, ...rest] = process.argv.slice(2);
  if (mode === "swap") {
    await benchSwap(rest);
    return true;
  }
  if (mode === "engine") return benchEngine(rest);
  if (mode === "noop" || mode === "up") return benchPeers(mode, rest);
  const options = benchOptions(process.argv.slice(2));
  announce("compiling Moorage to dist/");
  execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
  const engine = await ensureEngine();
  const rig = await startRig();
  try {
    return await bench(rig, options);
  } finally {
    await rig.remove();
    if (!(await hasHostsInUse())) await engine.stop();
  }
}

/** Whether all targets were reached. */
async function bench(rig: Rig, options: BenchOptions): Promise<boolean> {
  const plugins = { moorage: await builtPlugin(), cli: await nullPlugin() };
  const executables = { plugin: plugins.moorage.executable, nullPlugin: plugins.cli.executable };
  const startUp = await measureStartUp(executables, options.repetitions + 2);
  const measurements: Measurement[] = [];
  for (const scenario of scenarios(options)) {
    const title = `${scenario.count} × at ${scenario.roundTripMs} ms as ${scenario.login}`;
    const progress = (line: string) => announce(`${title}, ${line}`);
    measurements.push(...(await measure({ rig, plugins, progress, ...scenario })));
  }
  const reached = targets(measurements, startUp);
  const file = join(folder, "results.json");
  const machine = { cpus: cpus().length, node: process.version, date: new Date().toISOString() };
  await writeFile(
    file,
    `${JSON.stringify({ machine, options, startUp, targets: reached, measurements }, null, 2)}\n`,
  );
  printTables(measurements, startUp, reached);
  process.stdout.write(
    `${machine.cpus} processors; the CLI works on ${options.parallel} resources at a time. All numbers: ${file}\n`,
  );
  return reached.every((target) => target.reached);
}

function scenarios({ counts, delays, repetitions, parallel }: BenchOptions) {
  const byForwarding = delays.flatMap((roundTripMs) =>
    counts.map((count) => ({ roundTripMs, count, repetitions, parallel, login: "root" as const })),
  );
  // The worst for sessions: the user has no right to the socket, so each stream is a command with sudo.
  const byDialStdio = {
    roundTripMs: Math.max(...delays),
    count: Math.max(...counts),
    repetitions: 1,
    parallel,
    login: "deploy" as const,
  };
  return [...byForwarding, byDialStdio];
}

main().then(
  (isReached) => (process.exitCode = isReached ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
