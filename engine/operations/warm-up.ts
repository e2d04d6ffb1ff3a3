import { createRequire } from "node:module";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { findEntryPoint } from "../program/entry-point";
import { loadSdk } from "../program/sdk";
import type * as operation from "./run-operation";

/** What only an operation needs. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would start the loader of ES modules
export const runOperationModule = (): typeof operation => require("./run-operation") as typeof operation;

/**
 * Loads what running a project's program takes. The key of a stack's secrets is derived on another thread for a
 * quarter of a second, in which this one has nothing else to do.
 */
export async function warmUp(project: {
  readonly folder: string;
  readonly main?: string | undefined;
}): Promise<void> {
  // The derivation begins first.
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
