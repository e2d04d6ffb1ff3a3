import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { announce } from "../../test/support/setup/announce";
import { wholeNumber, wholeNumbers } from "../numbers";
import { folder, repository } from "../plugins";
import { OurEngine } from "./contestants";
import { fewestResources, measureNoOp, type NoOp } from "./no-op";
import { measureSaves, type Saves } from "./saves";
import { printNoOps, printSaves } from "./tables";
import { engineTargets } from "./targets";

export const USAGE = `usage: npm run bench -- engine [--resources 9,309] [--repetitions 5] [--saves 1,100,1000,5000] [--limit 120]
  the embedded engine beside the CLI: \`up\` with nothing to do, and what it costs to save each step
  --resources    how many the stack has, those of the engine itself among them
  --repetitions  how often each is measured; the contestants take turns
  --saves        how many resources are created and deleted, once; 0 for none
  --limit        how many seconds the CLI gets for each of that`;

/** Whether all targets were reached. @throws Error on arguments that are not understood */
export async function benchEngine(argv: readonly string[]): Promise<boolean> {
  const options = {
    resources: { type: "string", default: "9,309" },
    repetitions: { type: "string", default: "5" },
    saves: { type: "string", default: "1,100,1000,5000" },
    limit: { type: "string", default: "120" },
  } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const counts = wholeNumbers(values.resources, fewestResources, USAGE);
  const repetitions = wholeNumber(values.repetitions, 1, USAGE);
  const saved = wholeNumbers(values.saves, 0, USAGE);
  const limit = wholeNumber(values.limit, 1, USAGE);
  announce("compiling Moorage to dist/");
  execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
  const engine = await OurEngine.prepare();
  const load = loadavg();
  const noOps: NoOp[] = [];
  for (const count of counts) noOps.push(await measureNoOp(count, repetitions, engine));
  const saves: Saves[] = [];
  for (const count of saved.filter((each) => each > 0))
    saves.push(...(await measureSaves(count, limit, engine)));
  const targets = engineTargets(noOps);
  const file = join(folder, "results-engine.json");
  const machine = {
    ...{ cpus: cpus().length, node: process.version, date: new Date().toISOString() },
    load: { before: load, after: loadavg() },
  };
  await writeFile(file, `${JSON.stringify({ machine, repetitions, targets, noOps, saves }, null, 2)}\n`);
  printNoOps(noOps);
  printSaves(saves, limit);
  console.table(targets.map(({ name, found, reached }) => ({ target: name, found, reached })));
  const loads = [load[0] ?? 0, loadavg()[0] ?? 0].map((each) => each.toFixed(1));
  process.stdout.write(
    `${machine.cpus} processors with a load of ${loads.join(" before and ")} after. All numbers: ${file}\n`,
  );
  return targets.every(({ reached }) => reached);
}
