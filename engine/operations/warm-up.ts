import { createRequire } from "node:module";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { findEntryPoint } from "../program/entry-point";
import { loadSdk } from "../program/sdk";
import type * as reads from "./early-reads";
import type * as operation from "./run-operation";

/* eslint-disable @typescript-eslint/no-require-imports -- `import()` would start the loader of ES modules */
/** What only an operation needs. */
export const runOperationModule = (): typeof operation => require("./run-operation") as typeof operation;

/** What only an operation needs that reads first. */
export const earlyReadsModule = (): typeof reads => require("./early-reads") as typeof reads;
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Loads what running a project's program takes. The key of a stack's secrets is derived on another thread for a
 * quarter of a second, in which this one has nothing else to do.
 */
export async function warmUp(project: {
  readonly folder: string;
  readonly main?: string | undefined;
}): Promise<void> {
  // What was begun before, the derivation or a connection, comes on its way first; so it does between these.
  await nextTurn();
  runOperationModule();
  await nextTurn();
  try {
    const { folder } = loadSdk(findEntryPoint(project, () => {}).folder);
    createRequire(join(folder, "index.js"))(folder);
  } catch {
    // Whoever runs the program meets it again, and tells.
  }
}
