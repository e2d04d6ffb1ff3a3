import { announce } from "../../test/support/setup/announce";
import { run } from "../../test/support/setup/command";
import { check, inTurn, type Row, Rows, type Task } from "./measure";
import { observe } from "./observed";
import type { Peer } from "./peer";

/** Measures `up` where nothing is to be done. */
export async function measureNoOp({ peers, counts, repetitions, meter }: Task): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (const count of counts) {
    const demand = { count, colour: "blue" } as const;
    for (const peer of peers) {
      announce(`${peer.title} makes what will not change: ${count} containers`);
      await peer.declare(demand);
      const { argv, folder, environment } = peer.apply;
      if (peer.prepare !== undefined) await peer.prepare(demand);
      else await run(argv, { cwd: folder, env: environment });
      await check(peer, demand);
    }
    const rows = new Rows(count, ["no-op"], peers, meter);
    for (let repetition = 0; repetition <= repetitions; repetition += 1) {
      for (const peer of inTurn(peers, repetition)) {
        const before = await ids(peer);
        await rows.run("no-op", peer, repetition);
        if ((await ids(peer)) !== before) throw new Error(`${peer.title} changed what it was to leave alone`);
        await check(peer, demand);
      }
    }
    all.push(...rows.all);
  }
  return all;
}

/** The engine's ids of all containers: another id is another container. */
async function ids({ host }: Peer): Promise<string> {
  const { containers } = await observe(host);
  return containers
    .map(({ Id }) => Id)
    .sort()
    .join();
}
