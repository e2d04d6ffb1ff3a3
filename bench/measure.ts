import type { SshdCounts } from "../test/support/hosts/sshd-log";
import type { TestHost } from "../test/support/host";
import {
  type Act,
  acts,
  type Contestant,
  floorContestant,
  type Place,
  pulumiContestant,
} from "./contestants";
import type { Deployment } from "./deployment";
import { type EngineCalls, takeEngineCalls } from "./engine-calls";
import type { CountedPlugin } from "./plugins";
import { secondsOf } from "./samples";

export const names = ["moorage", "floor", "cli"] as const;
export type Name = (typeof names)[number];

/** What one act of Moorage's asked of the host. */
export interface Traffic {
  readonly processes: number;
  readonly sshd: SshdCounts;
  readonly engine: EngineCalls;
}

/** One act of all contestants, each repetition made in turn. */
export interface Measurement {
  readonly roundTripMs: number;
  readonly count: number;
  readonly access: string;
  readonly act: Act;
  /** By contestant, one number a repetition; those of one repetition belong together. */
  readonly seconds: Readonly<Record<Name, readonly number[]>>;
  readonly traffic: readonly Traffic[];
}

export interface Task extends Place {
  readonly count: number;
  readonly repetitions: number;
  readonly plugins: { readonly moorage: CountedPlugin; readonly cli: CountedPlugin };
  progress(line: string): void;
}

/** Measures all acts at one place for one number of containers. */
export async function measure(task: Task): Promise<readonly Measurement[]> {
  const moorage = await pulumiContestant(task, task.plugins.moorage);
  const contestants: Record<Name, Contestant> = {
    moorage,
    floor: await floorContestant(task),
    cli: await pulumiContestant(task, task.plugins.cli),
  };
  try {
    const rows = acts.map((act) => new Row(act));
    let access = "";
    for (let repetition = 0; repetition < task.repetitions; repetition += 1) {
      for (const name of names) await contestants[name].prepare();
      access = await moorage.deployment.socketAccess();
      const order = repetition % 2 === 0 ? names : names.toReversed();
      for (const row of rows) {
        for (const name of order) await row.run(name, contestants[name], task, moorage.deployment);
        task.progress(row.lastLine());
      }
    }
    const { roundTripMs, count } = task;
    return rows.map(({ act, seconds, traffic }) => ({ roundTripMs, count, access, act, seconds, traffic }));
  } finally {
    for (const name of names) await contestants[name].discard();
  }
}

/** One act's numbers while they come in. */
class Row {
  readonly seconds: Record<Name, number[]> = { moorage: [], floor: [], cli: [] };
  readonly traffic: Traffic[] = [];

  constructor(readonly act: Act) {}

  async run(name: Name, contestant: Contestant, { rig, count }: Task, deployment: Deployment): Promise<void> {
    await contestant.declare(this.act, count);
    if (name === "moorage") await takeTraffic(rig.host, deployment);
    this.seconds[name].push(await secondsOf(() => contestant.run(this.act, count)));
    if (name === "moorage") this.traffic.push(await takeTraffic(rig.host, deployment));
  }

  lastLine(): string {
    const parts = names.map((name) => `${name} ${this.seconds[name].at(-1)?.toFixed(2) ?? "-"} s`);
    return `${this.act}: ${parts.join(", ")}`;
  }
}

/** What was counted since the last time. */
async function takeTraffic(host: TestHost, deployment: Deployment): Promise<Traffic> {
  const traffic = {
    processes: await deployment.takeProcesses(),
    sshd: await host.sshdCounts(),
    engine: await takeEngineCalls(host),
  };
  await host.forgetSshdLog();
  return traffic;
}
