import { median } from "../samples";
import type { Target } from "../targets";
import type { NoOp } from "./no-op";

const timesFaster = { cliTypeCheck: 8, cliTranspileOnly: 5 } as const;
const peakMebibytes = 150;

/** How many times longer the CLI takes than ours: the middle of all repetitions, each compared with its own. */
export function timesOurs({ seconds }: NoOp, cli: keyof typeof timesFaster): number {
  return median(seconds[cli].map((theirs, index) => theirs / (seconds.ours[index] ?? NaN)));
}

export function engineTargets(noOps: readonly NoOp[]): readonly Target[] {
  return noOps.flatMap((noOp) => {
    const typeCheck = timesOurs(noOp, "cliTypeCheck");
    const transpileOnly = timesOurs(noOp, "cliTranspileOnly");
    const peak = Math.max(...noOp.peakMebibytes);
    const title = `up of ${noOp.resources}, nothing to do`;
    return [
      {
        name: `${title}: ${timesFaster.cliTypeCheck} × faster than the CLI as it is`,
        reached: typeCheck >= timesFaster.cliTypeCheck,
        found: `${typeCheck.toFixed(1)} ×`,
      },
      {
        name: `${title}: ${timesFaster.cliTranspileOnly} × faster than the CLI with transpile-only`,
        reached: transpileOnly >= timesFaster.cliTranspileOnly,
        found: `${transpileOnly.toFixed(1)} ×`,
      },
      {
        name: `${title}: less than ${peakMebibytes} MB`,
        reached: peak < peakMebibytes,
        found: `${peak.toFixed(0)} MB`,
      },
    ];
  });
}
