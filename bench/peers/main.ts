import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { hasHostsInUse } from "../../test/support/hosts/leftovers";
import { announce } from "../../test/support/setup/announce";
import { ensureEngine } from "../../test/support/setup/engine";
import { folder, repository } from "../plugins";
import { Meter } from "./cost";
import { measureNoOp } from "./no-op";
import { type Mode, peerOptions } from "./options";
import { startPeerRig } from "./rig";
import { printRows } from "./tables";
import { noOpTargets } from "./targets";
import { measureUp } from "./up";

/** Whether all targets were reached. @throws Error on arguments that are not understood */
export async function benchPeers(mode: Mode, argv: readonly string[]): Promise<boolean> {
  const options = peerOptions(mode, argv);
  const { counts, repetitions, roundTripMs } = options;
  announce("compiling Moorage to dist/");
  execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
  const meter = await Meter.build();
  const engine = await ensureEngine();
  try {
    const rig = await startPeerRig(options.names, roundTripMs);
    try {
      const before = loadavg();
      const rows = await (mode === "noop" ? measureNoOp : measureUp)({
        ...{ peers: rig.peers, counts, repetitions, meter },
      });
      const targets = mode === "noop" ? noOpTargets(rows) : [];
      const load = { before, after: loadavg() };
      const machine = { cpus: cpus().length, node: process.version, engine: rig.engine, load };
      const file = join(folder, `results-${mode}.json`);
      await mkdir(folder, { recursive: true });
      const date = new Date().toISOString();
      await writeFile(
        file,
        `${JSON.stringify({ machine, date, options, missing: rig.missing, targets, rows }, null, 2)}\n`,
      );
      printRows(rows);
      for (const [name, reason] of Object.entries(rig.missing)) {
        process.stdout.write(`not measured, since it cannot be had here: ${name}: ${reason}\n`);
      }
      if (targets.length > 0) {
        console.table(targets.map(({ name, found, reached }) => ({ target: name, found, reached })));
      }
      process.stdout.write(
        `median (least–most) of ${repetitions} at ${roundTripMs} ms; ${machine.cpus} processors with a load of ` +
          `${[load.before, load.after].map(([last = 0]) => last.toFixed(1)).join(" before and ")} after; ` +
          `engine ${rig.engine}. All numbers: ${file}\n`,
      );
      return targets.every(({ reached }) => reached);
    } finally {
      await rig.remove();
    }
  } finally {
    if (!(await hasHostsInUse())) await engine.stop();
  }
}
