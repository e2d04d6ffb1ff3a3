import { median } from "../samples";
import { engines, titles } from "./contestants";
import type { NoOp } from "./no-op";
import type { Saves } from "./saves";

/** Prints what was found; times are in seconds, the least and the median. */
export function printNoOps(noOps: readonly NoOp[]): void {
  for (const { resources, seconds, peakMebibytes, timings } of noOps) {
    process.stdout.write(`\nup of ${resources} resources, nothing to do\n`);
    console.table(
      engines.map((name) => ({
        with: titles[name],
        "least (s)": Math.min(...seconds[name]).toFixed(2),
        "median (s)": median(seconds[name]).toFixed(2),
        "ours takes": name === "ours" ? "" : `1/${(median(seconds[name]) / median(seconds.ours)).toFixed(1)}`,
        "peak memory": name === "ours" ? `${Math.max(...peakMebibytes).toFixed(0)} MB` : "",
      })),
    );
    process.stdout.write(`Where the time of ours goes, in milliseconds: ${parts(timings)}\n`);
  }
}

/** Prints what each resource costs, in milliseconds, the start of the process included. */
export function printSaves(saves: readonly Saves[], limitSeconds: number): void {
  if (saves.length === 0) return;
  const each = (seconds: number | undefined, count: number): string =>
    seconds === undefined
      ? `not done within ${limitSeconds} s, or left out after such a one`
      : `${seconds.toFixed(1)} s, ${((seconds / count) * 1000).toFixed(1)} ms each`;
  process.stdout.write("\nCreating and deleting, saved after every step\n");
  console.table(
    saves.map((row) => ({
      resources: row.resources,
      with: row.with,
      create: each(row.create, row.resources),
      delete: each(row.remove, row.resources),
    })),
  );
}

function parts(timings: NoOp["timings"]): string {
  const names = [...new Set(timings.flatMap((each) => Object.keys(each.parts)))];
  const middle = (of: (each: NoOp["timings"][number]) => number): string =>
    median(timings.map(of)).toFixed(0);
  return [
    `until the operation begins ${middle(({ node }) => node)}`,
    ...names.map((name) => `${name} ${middle((each) => each.parts[name] ?? 0)}`),
    `in all ${middle(({ node, total }) => node + total)}`,
  ].join(", ");
}
