import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { announce } from "../../test/support/setup/announce";
import { folder, repository } from "../plugins";
import { OurEngine } from "./contestants";
import { fewestResources, measureNoOp, type NoOp } from "./no-op";
import { printNoOps } from "./tables";
import { engineTargets } from "./targets";

export const USAGE = `usage: npm run bench -- engine [--resources 9,309] [--repetitions 5]
  the embedded engine beside the CLI: \`up\` with nothing to do
  --resources    how many the stack has, those of the engine itself among them
  --repetitions  how often each is measured; the contestants take turns`;

/** Whether all targets were reached. @throws Error on arguments that are not understood */
export async function benchEngine(argv: readonly string[]): Promise<boolean> {
  const options = {
    resources: { type: "string", default: "9,309" },
    repetitions: { type: "string", default: "5" },
  } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const counts = values.resources.split(",").map((text) => whole(text, fewestResources));
  const repetitions = whole(values.repetitions, 1);
  announce("compiling Moorage to dist/");
  execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
  const engine = await OurEngine.prepare();
  const load = loadavg();
  const noOps: NoOp[] = [];
  for (const count of counts) noOps.push(await measureNoOp(count, repetitions, engine));
  const targets = engineTargets(noOps);
  const file = join(folder, "results-engine.json");
  const machine = {
    ...{ cpus: cpus().length, node: process.version, date: new Date().toISOString() },
    load: { before: load, after: loadavg() },
  };
  await writeFile(file, `${JSON.stringify({ machine, repetitions, targets, noOps }, null, 2)}\n`);
  printNoOps(noOps);
  console.table(targets.map(({ name, found, reached }) => ({ target: name, found, reached })));
  const loads = [load[0] ?? 0, loadavg()[0] ?? 0].map((each) => each.toFixed(1));
  process.stdout.write(
    `${machine.cpus} processors with a load of ${loads.join(" before and ")} after. All numbers: ${file}\n`,
  );
  return targets.every(({ reached }) => reached);
}

function whole(text: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`${JSON.stringify(text)} is no whole number from ${least} on\n${USAGE}`);
}
