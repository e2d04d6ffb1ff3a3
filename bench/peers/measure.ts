import { announce } from "../../test/support/setup/announce";
import type { Command, Cost, Meter } from "./cost";
import type { Demand } from "./demand";
import { complaints, observe } from "./observed";
import type { Name, Peer } from "./peer";

export type Act = "no-op" | "create" | "change" | "destroy";

/** One run of one act. */
export interface Sample extends Cost {
  /** TCP connections that the host's sshd accepted. */
  readonly connections: number;
}

/** What is measured, and with what. */
export interface Task {
  readonly peers: readonly Peer[];
  readonly counts: readonly number[];
  readonly repetitions: number;
  readonly meter: Meter;
}

/** One act of one contestant, over all repetitions. */
export interface Row {
  readonly count: number;
  readonly act: Act;
  readonly name: Name;
  readonly title: string;
  readonly samples: Sample[];
  /** Of all processes together, in a run of its own; undefined where that failed. */
  peakMebibytes?: number;
}

/** Rows by act and contestant, in the order in which they are printed. */
export class Rows {
  readonly all: readonly Row[];

  constructor(
    count: number,
    acts: readonly Act[],
    peers: readonly Peer[],
    private readonly meter: Meter,
  ) {
    this.all = acts.flatMap((act) =>
      peers.map(({ name, title }) => ({ count, act, name, title, samples: [] })),
    );
  }

  /** Has a contestant act: repetition 0 is for the memory, and for what is kept of a first run. Tells whether it did. */
  async run(act: Act, peer: Peer, repetition: number): Promise<boolean> {
    const row = this.all.find((each) => each.act === act && each.name === peer.name);
    if (row === undefined) throw new Error(`no row for ${peer.name}`);
    const command = act === "destroy" ? peer.destroy : peer.apply;
    const failure =
      repetition === 0 ? await this.#peak(row, command) : await this.#sample(row, peer, command);
    if (failure !== undefined && peer.mayFail !== true) {
      throw new Error(`${peer.title} failed in ${act} of ${row.count}:\n${failure.slice(-3000)}`);
    }
    return failure === undefined;
  }

  async #peak(row: Row, command: Command): Promise<string | undefined> {
    const { peakMebibytes, failure } = await this.meter.peak(command);
    announce(`${row.act} of ${row.count}, ${row.title}: ${said(failure, `${peakMebibytes.toFixed(0)} MB`)}`);
    if (failure === undefined) row.peakMebibytes = peakMebibytes;
    return failure;
  }

  async #sample(row: Row, { host }: Peer, command: Command): Promise<string | undefined> {
    await host.forgetSshdLog();
    const cost = await this.meter.cost(command);
    const { connections } = await host.sshdCounts();
    row.samples.push({ ...cost, connections });
    announce(
      `${row.act} of ${row.count}, ${row.title}: ${said(cost.failure, `${cost.seconds.toFixed(2)} s`)}`,
    );
    return cost.failure;
  }
}

const said = (failure: string | undefined, result: string): string =>
  failure === undefined ? result : `failed: ${failure.slice(-300)}`;

/** Contestants take turns: who was first is last the next time. */
export function inTurn<T>(all: readonly T[], repetition: number): readonly T[] {
  return repetition % 2 === 0 ? all : all.toReversed();
}

/** @throws Error unless a host is as it was demanded, by the engine's own word; without a demand it is to be empty */
export async function check(peer: Peer, demand: Demand | undefined): Promise<void> {
  const found = complaints(await observe(peer.host), demand);
  if (found.length === 0) return;
  throw new Error(`${peer.title} left what it should not:\n${found.slice(0, 20).join("\n")}`);
}
