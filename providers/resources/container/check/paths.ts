import type { CheckFailure } from "../../lifecycle";
import { failIf, rowsOf, textsOf, type Values } from "./rows";

/** Longest path that Linux takes, in bytes. */
const LONGEST = 4095;

/** Lists of rows with paths, and the rows' properties that hold them. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  volumes: ["target", "subpath"],
  binds: ["source", "target"],
  files: ["target"],
  tmpfs: ["target"],
  devices: ["hostPath", "containerPath"],
};

/**
 * Paths that no Linux can have. A runtime does not refuse them: runc waits for ever when it has to tell of one, and the
 * engine with it.
 */
export function checkPaths(values: Values): CheckFailure[] {
  const texts = [
    ...Object.entries(ROWS).flatMap(([list, properties]) =>
      rowsOf(values, list).flatMap(({ row, path }) =>
        properties.map((property) => ({ text: row[property], path: [...path, property] })),
      ),
    ),
    ...["maskedPaths", "readonlyPaths"].flatMap((list) => textsOf(values[list], [list])),
    // Only the program is a path; of a command nothing is known, as its image may have a program for it.
    ...textsOf(values["entrypoint"], ["entrypoint"]).filter(({ path }) => path[1] === 0),
    { text: values["workingDir"], path: ["workingDir"] },
  ];
  return texts.flatMap(({ text, path }) => {
    const bytes = typeof text === "string" ? Buffer.byteLength(text) : 0;
    return failIf(
      bytes > LONGEST,
      path,
      `must be at most ${LONGEST} bytes long, as no path is longer: it has ${bytes}`,
    );
  });
}
