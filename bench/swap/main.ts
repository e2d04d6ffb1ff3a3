import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { hasHostsInUse } from "../../test/support/hosts/leftovers";
import { announce } from "../../test/support/setup/announce";
import { COMPOSE_VERSION } from "../../test/support/setup/compose";
import { ensureEngine } from "../../test/support/setup/engine";
import { wholeNumber } from "../numbers";
import { folder, repository } from "../plugins";
import { median, secondsOf } from "../samples";
import { compose, floor, moorage, type Order, orders, type SwapContestant } from "./contestants";
import type { Seen } from "./polls";
import { startSwapRig, type SwapRig } from "./rig";

export const USAGE = `usage: npm run bench -- swap [--repetitions 10]
  the downtime of one changed container, by an HTTP request every 10 ms, beside Docker Compose and the engine's API
  --repetitions  how often each is measured; the contestants take turns`;

/** One swap. */
interface Sample extends Seen {
  /** The whole command, not only what clients notice. */
  readonly seconds: number;
}

interface Row {
  readonly order: Order;
  readonly name: string;
  readonly samples: readonly Sample[];
}

/** @throws Error on arguments that are not understood */
export async function benchSwap(argv: readonly string[]): Promise<void> {
  const options = { repetitions: { type: "string", default: "10" } } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const repetitions = wholeNumber(values.repetitions, 1, USAGE);
  announce("compiling Moorage to dist/");
  execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
  const engine = await ensureEngine();
  const rig = await startSwapRig();
  try {
    await report(rig, repetitions, await measure(rig, repetitions));
  } finally {
    await rig.remove();
    if (!(await hasHostsInUse())) await engine.stop();
  }
}

async function measure(rig: SwapRig, repetitions: number): Promise<readonly Row[]> {
  const contestants: Record<string, SwapContestant> = {
    "engine's API (floor)": floor(rig),
    Moorage: await moorage(rig),
    [`Docker Compose ${COMPOSE_VERSION}`]: compose(rig),
  };
  const entries = Object.entries(contestants);
  const rows = orders.flatMap((order) =>
    entries.map(([name, contestant]) => ({ order, name, contestant, samples: [] as Sample[] })),
  );
  try {
    for (const { contestant, order } of rows) await contestant.change(order, "0");
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      for (const { contestant, order, name, samples } of repetition % 2 === 0 ? rows : rows.toReversed()) {
        const versions = { before: String(repetition), after: String(repetition + 1) };
        const change = () => contestant.change(order, versions.after);
        let seconds = 0;
        const seen = await rig.watch(contestant.url(order), versions, async () => {
          seconds = await secondsOf(change);
        });
        samples.push({ ...seen, seconds });
        announce(`${order}, ${name}: ${seen.downtimeMs.toFixed(0)} ms, ${seen.failed} requests failed`);
      }
    }
  } finally {
    for (const [, contestant] of entries) await contestant.discard();
  }
  return rows.map(({ order, name, samples }) => ({ order, name, samples }));
}

async function report(rig: SwapRig, repetitions: number, rows: readonly Row[]): Promise<void> {
  const file = join(folder, "results-swap.json");
  const machine = {
    ...{ cpus: cpus().length, node: process.version, engine: rig.engine },
    date: new Date().toISOString(),
  };
  await writeFile(file, `${JSON.stringify({ machine, repetitions, rows }, null, 2)}\n`);
  console.table(
    rows.map(({ order, name, samples }) => ({
      order,
      with: name,
      "downtime (ms)": spread(samples.map(({ downtimeMs }) => downtimeMs)),
      "failed requests": median(samples.map(({ failed }) => failed)),
      "slowest answer (ms)": spread(samples.map(({ slowestMs }) => slowestMs)),
      "whole run (s)": median(samples.map(({ seconds }) => seconds)).toFixed(1),
    })),
  );
  process.stdout.write(
    `median (least–most) of ${repetitions}; ${machine.cpus} processors, engine ${rig.engine}. All numbers: ${file}\n`,
  );
}

function spread(numbers: readonly number[]): string {
  const [middle, least, most] = [median(numbers), Math.min(...numbers), Math.max(...numbers)];
  return `${middle.toFixed(0)} (${least.toFixed(0)}–${most.toFixed(0)})`;
}
