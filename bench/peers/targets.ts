import { median } from "../samples";
import type { Target } from "../targets";
import type { Row } from "./measure";
import type { Name } from "./peer";

const TIMES_PULUMI = 8;

/** What an `up` that changes nothing is to reach, for each number of containers. */
export function noOpTargets(rows: readonly Row[]): readonly Target[] {
  // Who leaves ours out by an argument compares others with each other.
  const counts = rows.filter(({ name }) => name === "moorage").map(({ count }) => count);
  return counts.flatMap((count) => {
    const seconds = (name: Name) => middle(rows.find((row) => row.count === count && row.name === name));
    const ours = seconds("moorage");
    const compose = quickest([seconds("compose"), seconds("composeTuned")]);
    const pulumi = seconds("pulumi") / ours;
    const title = `no-op of ${count}`;
    return [
      {
        name: `${title}: faster than Compose's`,
        reached: ours < compose,
        found: `${ours.toFixed(2)} s, Compose's ${found(compose, 2, "s")}`,
      },
      {
        name: `${title}: ${TIMES_PULUMI} × faster than pulumi's with a refresh`,
        reached: pulumi >= TIMES_PULUMI,
        found: found(pulumi, 1, "×"),
      },
    ];
  });
}

function found(value: number, digits: number, unit: string): string {
  return Number.isNaN(value) ? "not measured" : `${value.toFixed(digits)} ${unit}`;
}

/** With many containers Compose fails against a stock sshd: then only the tuned one is there to be compared with. */
function quickest(seconds: readonly number[]): number {
  const known = seconds.filter((each) => !Number.isNaN(each));
  return known.length === 0 ? NaN : Math.min(...known);
}

/** NaN where every run failed. */
function middle(row: Row | undefined): number {
  return median(
    (row?.samples ?? []).flatMap(({ seconds, failure }) => (failure === undefined ? seconds : [])),
  );
}
