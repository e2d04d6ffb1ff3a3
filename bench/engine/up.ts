/**
 * One operation of the embedded engine as a process of its own: `up.js DIST KIND [PLUGIN]`, in the project's folder.
 * Compiled by itself, as the plugin that does nothing is; PLUGIN is that one, to be called in this process.
 */
import { join } from "node:path";
import type * as key from "../../launch/foresee-key";
import type * as launch from "../../launch/keep-modules";
import type * as grpc from "../../launch/lazy-grpc";
import type * as later from "../../launch/optimize-later";
import type * as space from "../../launch/young-space";
import type * as operations from "../../engine/operations";
import type { OperationKind } from "../../engine/operations";
import type { methods } from "../null-plugin";

/** What the process tells of itself, as one line of JSON. */
export interface OurRun {
  readonly changes: Readonly<Record<string, number>>;
  readonly timings: operations.Timings;
  /** The most memory that the process had. */
  readonly peakMebibytes: number;
}

/* eslint-disable @typescript-eslint/no-require-imports -- the build is wherever it is told to be */

async function main(dist: string, kind: OperationKind, plugin: string | undefined): Promise<void> {
  const { openStack, runOperation } = require(join(dist, "engine/operations")) as typeof operations;
  const place = { folder: process.cwd(), stack: "dev" };
  const target = await openStack({ ...place, runsProgram: true, packages: ["moorage"] });
  const { changes, outcome, programError, timings } = await runOperation(kind, target, {
    ...(plugin === undefined ? {} : { providers: { moorage: () => inProcess(plugin) } }),
  });
  if (outcome !== "succeeded") throw new Error(`the ${kind} ${outcome}`, { cause: programError });
  const peakMebibytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ changes, timings, peakMebibytes } satisfies OurRun));
}

function inProcess(plugin: string) {
  const handlers = (require(plugin) as { methods: typeof methods }).methods;
  return { handlers: handlers as never, close: () => Promise.resolve() };
}

const [, , dist = "", kind = "update", plugin] = process.argv;
// As the `moorage` command has it.
(require(join(dist, "launch/foresee-key")) as typeof key).foreseeKey(["up"], process.env);
(require(join(dist, "launch/young-space")) as typeof space).widenYoungSpace();
(require(join(dist, "launch/optimize-later")) as typeof later).optimizeLater();
(require(join(dist, "launch/keep-modules")) as typeof launch).keepModules("bench");
(require(join(dist, "launch/lazy-grpc")) as typeof grpc).loadGrpcLazily();
void main(dist, kind as OperationKind, plugin);
