import type { Measurement, Name } from "./measure";
import { least, median } from "./samples";
import type { StartUp } from "./start-up";
import { callsPerContainer, shareOfLimit, type Target } from "./targets";

const TITLES: Readonly<Record<Name, string>> = { moorage: "moorage", floor: "floor", cli: "CLI alone" };

/** Prints what was found; times are in seconds, the least and the median. */
export function printTables(
  measurements: readonly Measurement[],
  startUp: StartUp,
  targets: readonly Target[],
): void {
  console.table(measurements.map(row));
  console.table(
    Object.fromEntries(
      Object.entries(startUp).map(([name, seconds]) => [name, { seconds: both(seconds as number[]) }]),
    ),
  );
  console.table(targets.map(({ name, found, reached }) => ({ target: name, found, reached })));
}

function row(measurement: Measurement): Record<string, string | number> {
  const { roundTripMs, count, access, act, seconds, traffic } = measurement;
  const last = traffic.at(-1);
  const times = Object.entries(TITLES).map(([name, title]) => [title, both(seconds[name as Name])] as const);
  return {
    "round trip": `${roundTripMs} ms`,
    socket: access,
    N: count,
    act,
    ...Object.fromEntries(times),
    "of 1.3 × floor + CLI": `${Math.round(median(shareOfLimit(measurement)) * 100)} %`,
    processes: last?.processes ?? 0,
    TCP: last?.sshd.connections ?? 0,
    sessions: last?.sshd.sessions ?? 0,
    forwards: last?.sshd.forwards ?? 0,
    refused: last?.sshd.refusals ?? 0,
    "engine calls": last?.engine.all ?? 0,
    "of them per new container": act === "up" ? callsPerContainer(measurement).toFixed(1) : "",
  };
}

function both(seconds: readonly number[]): string {
  return seconds.length === 1
    ? least(seconds).toFixed(2)
    : `${least(seconds).toFixed(2)} / ${median(seconds).toFixed(2)}`;
}
