import { pathOf } from "../../../reconcile/container/options/mount-path";
import { isRecord } from "../../child-inputs";
import type { CheckFailure } from "../../lifecycle";
import { failIf, failTwice, type Row, rowsOf, textsOf, type Values } from "./rows";

export function checkMounts(values: Values): CheckFailure[] {
  const mounts = ["volumes", "binds", "files", "tmpfs"].flatMap((key) => rowsOf(values, key));
  const targets = mounts.map(({ row, path }) => ({ target: row["target"], path: [...path, "target"] }));
  return [
    ...failTwice(
      targets,
      ({ target }) => (typeof target === "string" ? pathOf(target) : undefined),
      (target) => `mounts ${target} a second time`,
    ),
    ...mounts.flatMap((mount) => checkCovered(mount, values)),
    ...mounts.flatMap((mount) => checkInFile(mount, rowsOf(values, "files"))),
    ...checkFiles(values),
    ...rowsOf(values, "volumes").flatMap(checkVolume),
    ...rowsOf(values, "binds").flatMap(checkBind),
    ...rowsOf(values, "tmpfs").flatMap(checkTmpfs),
    ...textsOf(values["volumesFrom"], ["volumesFrom"]).flatMap(({ text, path }) =>
      failIf(!/^[^:]+(:(ro|rw))?$/.test(text), path, "must be the name of a container, or NAME:ro"),
    ),
    ...failIf(
      values["readOnly"] === true && values["storageOpts"] !== undefined,
      ["storageOpts"],
      "say how the container's own layer is written, which `readOnly` forbids: leave one of them out",
    ),
  ];
}

/** What is masked is masked with all that lies below it; what is read-only, as a mount of its own. */
function checkCovered({ row, path }: Row, values: Values): CheckFailure[] {
  const { target, readOnly } = row;
  if (typeof target !== "string") return [];
  const pathsIn = (key: string) => textsOf(values[key], [key]).map(({ text }) => pathOf(text));
  const masked = pathsIn("maskedPaths").find((each) => `${pathOf(target)}/`.startsWith(`${each}/`));
  const isWritable = readOnly !== true && path[0] !== "files";
  return [
    ...failIf(
      masked !== undefined,
      [...path, "target"],
      `lies in ${masked}, which \`maskedPaths\` hides: leave one of them out`,
    ),
    ...failIf(
      isWritable && pathsIn("readonlyPaths").includes(pathOf(target)),
      [...path, "target"],
      "is mounted to be written to, which `readonlyPaths` forbids: leave one of them out",
    ),
  ];
}

/** A file has no room for a mount. */
function checkInFile({ row: { target }, path }: Row, files: readonly Row[]): CheckFailure[] {
  const outer = files
    .flatMap(({ row }) => (typeof row["target"] === "string" ? pathOf(row["target"]) : []))
    .find((file) => typeof target === "string" && pathOf(target).startsWith(`${file}/`));
  return failIf(outer !== undefined, [...path, "target"], `lies in ${outer}, which is a file of \`files\``);
}

/** The engine's API cannot write to its host: that takes a connection to the machine. */
function checkFiles({ host, files }: Values): CheckFailure[] {
  const isLocal = isRecord(host) && host["local"] === true;
  return failIf(
    isLocal && Array.isArray(files) && files.length > 0,
    ["files"],
    "needs a host that is reached over SSH, not the engine of this machine",
  );
}

function checkVolume({ row, path }: Row): CheckFailure[] {
  const { subpath } = row;
  const leaves = typeof subpath === "string" && subpath.split("/").includes("..");
  return failIf(leaves, [...path, "subpath"], "must not lead out of the volume");
}

function checkBind({ row, path }: Row): CheckFailure[] {
  const { readOnly, propagation, readOnlyNonRecursive, readOnlyForceRecursive } = row;
  const flags = Object.entries({ readOnlyNonRecursive, readOnlyForceRecursive }).filter(
    ([, value]) => value === true,
  );
  return [
    ...flags.flatMap(([key]) =>
      failIf(readOnly === undefined || readOnly === false, [...path, key], "goes only with `readOnly: true`"),
    ),
    ...failIf(
      flags.length === 2,
      [...path, "readOnlyForceRecursive"],
      "contradicts `readOnlyNonRecursive`: leave one of them out",
    ),
    ...failIf(
      readOnlyForceRecursive === true && typeof propagation === "string" && propagation !== "rprivate",
      [...path, "propagation"],
      "must be rprivate with `readOnlyForceRecursive`",
    ),
  ];
}

function checkTmpfs({ row, path }: Row): CheckFailure[] {
  return textsOf(row["options"], [...path, "options"]).flatMap((entry) => [
    ...failIf(
      entry.text.includes(",") || entry.text === "",
      entry.path,
      "must be one mount option, without a comma",
    ),
    ...failIf(/^size=/.test(entry.text), entry.path, "must not be the size: that is `sizeMiB`"),
    ...failIf(/^mode=/.test(entry.text), entry.path, "must not be the mode: that is `mode`"),
  ]);
}
