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

/** The same in pieces, none of which takes long. */
const pieces: readonly (() => unknown)[] = [
  () => require("../steps/generator/difference-steps"),
  () => require("../steps/generator/decide"),
  () => require("../monitor/invoke"),
  () => require("../steps/registrations"),
  () => require("../steps/session"),
  () => require("../steps/stack-deployment"),
  () => require("../monitor/monitor"),
  () => require("../plugins/plugin-host"),
  () => require("../program/run-program"),
  () => require("../monitor/services"),
  () => require("../monitor/server"),
  runOperationModule,
];
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Loads what running a project's program takes. The key of a stack's secrets is derived on another thread for a
 * quarter of a second, in which this one has nothing else to do.
 */
export async function warmUp(
  project: {
    readonly folder: string;
    readonly main?: string | undefined;
  },
  packages: readonly string[] = [],
): Promise<void> {
  // What was begun before, the derivation or a connection, comes on its way first; so it does between these: a
  // handshake takes several answers to the other side, each of which would wait for all of them.
  for (const load of pieces) {
    await nextTurn();
    load();
  }
  await nextTurn();
  try {
    const program = findEntryPoint(project, () => {}).folder;
    const { folder } = loadSdk(program);
    const require = createRequire(join(program, "index.js"));
    for (const each of [folder, ...packages]) {
      await nextTurn();
      require(each);
    }
  } catch {
    // Whoever runs the program meets it again, and tells.
  }
}
