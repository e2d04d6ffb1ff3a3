import { LONGEST_PATH } from "../../../reconcile/container/options/mount-path";
import { isRecord } from "../../child-inputs";
import type { Path } from "../../bag";
import type { CheckFailure } from "../../lifecycle";
import { failIf, rowsOf, textsOf, type Values } from "./rows";

/** Lists of rows with paths, and the rows' properties that hold them. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  volumes: ["target", "subpath"],
  binds: ["source", "target"],
  files: ["target"],
  tmpfs: ["target"],
  devices: ["hostPath", "containerPath"],
  blkioWeightDevices: ["path"],
  deviceReadBps: ["path"],
  deviceWriteBps: ["path"],
  deviceReadIops: ["path"],
  deviceWriteIops: ["path"],
};

/** Longest name of a file or folder, in bytes. A volume is a folder of its name. */
const LONGEST_NAME = 255;

interface Text {
  readonly text: unknown;
  readonly path: Path;
}

/**
 * Paths that no Linux can have. A runtime does not refuse them: runc waits for ever when it has to tell of one, and the
 * engine with it.
 */
export function checkPaths(values: Values): CheckFailure[] {
  const { entrypoint, healthcheck, sysctls, workingDir, cgroupParent } = values;
  const test = isRecord(healthcheck) ? textsOf(healthcheck["test"], ["healthcheck", "test"]) : [];
  const isFirst = ({ path }: Text) => path.at(-1) === 0;
  const texts: readonly Text[] = [
    ...Object.entries(ROWS).flatMap(([list, properties]) =>
      rowsOf(values, list).flatMap(({ row, path }) =>
        properties.map((property) => ({ text: row[property], path: [...path, property] })),
      ),
    ),
    ...["maskedPaths", "readonlyPaths"].flatMap((list) => textsOf(values[list], [list])),
    // Only the program is a path. Of a command nothing is known where its image may have a program for it.
    ...textsOf(entrypoint, ["entrypoint"]).filter(isFirst),
    ...(Array.isArray(entrypoint) && entrypoint.length === 0
      ? textsOf(values["command"], ["command"]).filter(isFirst)
      : []),
    ...(test[0]?.text === "CMD" ? test.slice(1, 2) : []),
    { text: workingDir, path: ["workingDir"] },
    { text: cgroupParent, path: ["cgroupParent"] },
    // Each is a file below /proc/sys.
    ...(isRecord(sysctls) ? Object.keys(sysctls).map((text) => ({ text, path: ["sysctls", text] })) : []),
  ];
  const volumes = rowsOf(values, "volumes").map(({ row, path }) => ({
    text: row["volume"],
    path: [...path, "volume"],
  }));
  return [
    ...texts.flatMap((each) => checkLength(each, LONGEST_PATH, "path")),
    ...volumes.flatMap((each) => checkLength(each, LONGEST_NAME, "folder's name")),
  ];
}

function checkLength({ text, path }: Text, longest: number, what: string): CheckFailure[] {
  const bytes = typeof text === "string" ? Buffer.byteLength(text) : 0;
  return failIf(
    bytes > longest,
    path,
    `must be at most ${longest} bytes long, as no ${what} is longer: it has ${bytes}`,
  );
}
