import type { Measurement } from "./measure";
import { median } from "./samples";
import type { StartUp } from "./start-up";

const ENGINE_CALLS_PER_CONTAINER = 5;
const TIMES_THE_FLOOR = 1.3;
const PLUGIN_START_SECONDS = 0.3;

/** Something that was to be reached, and whether it was. */
export interface Target {
  readonly name: string;
  readonly reached: boolean;
  readonly found: string;
}

/** How much of the time that it may take an `up` takes, for each repetition: 1 is the target. */
export function shareOfLimit({ seconds }: Measurement): readonly number[] {
  return seconds.moorage.map(
    (moorage, index) =>
      moorage / (TIMES_THE_FLOOR * (seconds.floor[index] ?? NaN) + (seconds.cli[index] ?? NaN)),
  );
}

/** Calls about containers, for each container. */
export function callsPerContainer({ traffic, count }: Measurement): number {
  return Math.max(...traffic.map(({ engine }) => engine.containers / count));
}

/** That a user has no right to the engine's socket is found out by one forward of each connection, which fails. */
function unexpectedRefusals({ access, traffic }: Measurement): number {
  const expected = (connections: number) => (access === "streamlocal" ? 0 : connections);
  return Math.max(...traffic.map(({ sshd }) => sshd.refusals - expected(sshd.connections)));
}

export function targets(measurements: readonly Measurement[], startUp: StartUp): readonly Target[] {
  const traffic = measurements.flatMap((measurement) => measurement.traffic);
  const ups = measurements.filter(({ act }) => act === "up");
  const most = Math.max(...ups.map(({ count }) => count));
  const worst = (numbers: readonly number[]): number => Math.max(...numbers);
  const connections = [...new Set(traffic.map(({ sshd }) => sshd.connections))];
  const calls = worst(ups.map(callsPerContainer));
  const refusals = worst(measurements.map(unexpectedRefusals));
  const share = worst(ups.filter(({ count }) => count === most).map((each) => median(shareOfLimit(each))));
  const start = Math.min(...startUp.plugin);
  return [
    {
      // A process that the CLI starts to check the configuration and never asks for a resource makes none.
      name: "at most one TCP connection for each process of the plugin, as many for any N",
      reached:
        connections.length === 1 && traffic.every(({ sshd, processes }) => sshd.connections <= processes),
      found: `${connections.join(" or ")} for a command`,
    },
    {
      name: `at most ${ENGINE_CALLS_PER_CONTAINER} calls to the engine for each new container`,
      reached: calls <= ENGINE_CALLS_PER_CONTAINER,
      found: `${calls.toFixed(1)}`,
    },
    {
      name: "no channel refused by a stock sshd",
      reached: refusals === 0,
      found: `${refusals} refused`,
    },
    {
      name: `up of ${most} within ${TIMES_THE_FLOOR} × floor + CLI`,
      reached: share <= 1,
      found: `${Math.round(share * 100)} % of that`,
    },
    {
      name: `the plugin tells its port within ${PLUGIN_START_SECONDS} s`,
      reached: start <= PLUGIN_START_SECONDS,
      found: `${start.toFixed(2)} s`,
    },
  ];
}
