import { setImmediate as nextTurn } from "node:timers/promises";
import type * as moorage from "./moorage";

/* eslint-disable @typescript-eslint/no-require-imports -- imports would all be loaded at once */
/**
 * What the commands load that work on a stack, in pieces of which none takes long: a handshake with a host takes several
 * answers, and each waits for one of these in place of all.
 */
const pieces: readonly (() => unknown)[] = [
  () => require("../engine/values"),
  () => require("../engine/project"),
  () => require("./display"),
  () => require("./operations"),
];
const command = (): typeof moorage => require("./moorage") as typeof moorage;
/* eslint-enable @typescript-eslint/no-require-imports */

/** @param inPieces whether something is under way that must not wait for all of it */
export async function main(inPieces: boolean): Promise<void> {
  if (inPieces) await loadInPieces();
  const code = await command().run(process.argv.slice(2), process);
  // A program that was run here may have left timers; what was printed is still on its way.
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(code);
}

async function loadInPieces(): Promise<void> {
  for (const load of pieces) {
    await nextTurn();
    load();
  }
  await nextTurn();
}

function written(output: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void output.write("", () => resolve()));
}
