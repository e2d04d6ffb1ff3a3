import { announce } from "../../test/support/setup/announce";
import type { TestHost } from "../../test/support/host";
import type { Demand } from "./demand";
import { type Act, check, inTurn, type Row, Rows, type Task } from "./measure";
import type { Peer } from "./peer";

/** What is to be there after each act; nothing after the last. */
const steps: readonly { readonly act: Act; readonly colour?: Demand["colour"] }[] = [
  { act: "create", colour: "blue" },
  { act: "change", colour: "green" },
  { act: "destroy" },
];

/** Measures how containers are created, how one of them is changed, and how all are destroyed. */
export async function measureUp({ peers, counts, repetitions, meter }: Task): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (const count of counts) {
    const rows = new Rows(
      count,
      steps.map(({ act }) => act),
      peers,
      meter,
    );
    for (let repetition = 0; repetition <= repetitions; repetition += 1) {
      let taking = inTurn(peers, repetition);
      for (const { act, colour } of steps) {
        const failed: Peer[] = [];
        for (const peer of taking) {
          const demand = colour === undefined ? undefined : { count, colour };
          if (demand !== undefined) await peer.declare(demand);
          if (await rows.run(act, peer, repetition)) await check(peer, demand);
          else failed.push(peer);
        }
        taking = taking.filter((peer) => !failed.includes(peer));
        for (const peer of failed) await empty(peer.host);
      }
    }
    all.push(...rows.all);
  }
  return all;
}

/** Takes away what a contestant left that failed, so that the next repetition begins as the first. */
async function empty(host: TestHost): Promise<void> {
  announce("removing what is left");
  const remove = [
    "docker ps --all --quiet | xargs -r docker rm --force >/dev/null",
    "docker network prune --force >/dev/null",
    "docker volume ls --quiet | xargs -r docker volume rm >/dev/null",
  ];
  await host.exec(["sh", "-euc", remove.join("\n")]);
}
