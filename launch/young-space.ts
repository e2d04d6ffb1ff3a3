import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

const mebibyte = 1024 * 1024;
/** Both halves of it: more takes little off the time of a command, and adds to its memory. */
const wanted = 16 * mebibyte;

/**
 * Widens the space of what is young, once, and keeps it so: it begins with so little that it is collected hundreds of
 * times while a program runs, and left to itself it grows to what only takes memory. V8 sets it at its start, from the
 * flags of a command line that is not ours; later it widens it only where much has outlived a collection.
 *
 * What V8 compiles holds under the same flags only, so this comes before anything that is kept.
 */
export function widenYoungSpace(): void {
  setFlagsFromString("--semi-space-growth-factor=8");
  const alive: number[][] = [];
  for (let round = 0; round < 64 && size() < wanted; round += 1) {
    for (let index = 0; index < 16; index += 1) alive.push(new Array<number>(1024).fill(0.5));
  }
  setFlagsFromString("--semi-space-growth-factor=1");
}

function size(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size ?? wanted;
}
