import fc from "fast-check";
import { SUITES, type Suite } from "../../support/hosts/base-image";
import { cut, type Disturbance, kill, restart } from "./disturbances";

/** A way to interrupt a change, on an engine. */
export interface Way {
  readonly title: string;
  readonly suite: Suite;
  readonly disturb: Disturbance;
  /** How many of a change's calls are tried out. */
  readonly share: number;
  /** How many at a time. */
  readonly atOnce: number;
}

/** How many trials run on a machine at a time. */
export const AT_ONCE = 4;

/** Whether all calls are tried out on every engine, which takes most of an hour: `npm run test:kill`. */
const isWhole = process.env["MOORAGE_KILL"] === "all";

/** Which of the calls: printed where it matters, so that a run can be had again. */
export const seed = Number(process.env["MOORAGE_SEED"] ?? (isWhole ? Date.now() % 1_000_000 : 1));

const kinds: readonly Omit<Way, "suite">[] = [
  { title: "the process is killed", disturb: kill, share: 1, atOnce: AT_ONCE },
  { title: "its connection breaks", disturb: cut, share: 1 / 6, atOnce: AT_ONCE },
  // All containers of the machine go down with it.
  { title: "the engine restarts", disturb: restart, share: 1 / 8, atOnce: 1 },
];

/** One engine is killed on, the others stand for the rest. */
const suites: readonly Suite[] = ["bookworm", "trixie", "bullseye"];

export const ways: readonly Way[] = isWhole
  ? SUITES.flatMap((suite) => kinds.map((kind) => ({ ...kind, suite, share: 1 })))
  : kinds.map((kind, index) => ({ ...kind, suite: suites[index] ?? "bookworm" }));

/** The calls that are tried out, of those from one to another. */
export function callsOf(from: number, to: number, share: number): readonly number[] {
  const all = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const wanted = Math.max(1, Math.round(all.length * share));
  const [some = all] = fc.sample(fc.subarray(all, { minLength: wanted, maxLength: wanted }), {
    seed,
    numRuns: 1,
  });
  return some;
}
