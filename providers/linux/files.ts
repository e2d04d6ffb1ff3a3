import { createHash } from "node:crypto";
import { posix } from "node:path";
import { shell } from "../ssh/command";
import { quote, quoteAll } from "../ssh/quote";
import type { Work } from "./machine";

/** A file of ours on a machine. */
export interface HostFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  /** `uid:gid`. */
  readonly owner: string;
}

/** How a file is found: as it shall be, with another content, mode or owner, or not at all. */
export type FileLook = "right" | "changed" | "missing";

type Means = Pick<Work, "remote" | "signal">;

const LOOK = `for f; do
  if [ -f "$f" ] && [ ! -L "$f" ]; then echo "$(stat -c '%a %u:%g' -- "$f") $(sha256sum <"$f")"; else echo missing; fi
done`;

/** A file's name made of an owner's. */
export function fileNameOf(owner: string): string {
  return owner.replaceAll(/[^A-Za-z0-9_.-]+/g, "-");
}

/** Looks at files, by path. */
export async function lookAtFiles(
  { remote, signal }: Means,
  files: readonly HostFile[],
): Promise<ReadonlyMap<string, FileLook>> {
  const paths = files.map(({ path }) => path);
  const script = shell(`set -- ${quoteAll(paths)}\n${LOOK}`, "looking at files");
  const { stdout } = await remote.run(script, { sudo: true, signal });
  const lines = stdout.split("\n");
  return new Map(files.map((file, index) => [file.path, lookOf(file, lines[index])]));
}

/** Writes files into a folder that none but root may enter; `looks` says how they were found. */
export async function writeFiles(
  { remote, signal }: Means,
  folder: string,
  files: readonly HostFile[],
  looks: ReadonlyMap<string, FileLook>,
): Promise<void> {
  // Twice, as the folder above goes with the last one in it, which may be at this moment.
  const make = `umask 077; mkdir -p ${quote(folder)} || mkdir -p ${quote(folder)}`;
  const prepare = `umask 022; mkdir -p ${quote(posix.dirname(posix.dirname(folder)))}; ${make}`;
  await remote.run(shell(prepare, `making ${folder}`), { sudo: true, signal });
  for (const { path, content, mode, owner } of files) {
    if (looks.get(path) === "changed") {
      const rewrite = `set -e; chown ${quote(owner)} "$1"; chmod ${mode.toString(8)} "$1"; cat >"$1"; sync "$1"`;
      // In the same inode: it is what a container that runs has mounted.
      const script = shell(`set -- ${quote(path)}\n${rewrite}`, `writing ${path}`);
      await remote.run(script, { sudo: true, stdin: content, signal });
    } else {
      await remote.upload(path, content, { mode, owner, sudo: true, signal });
    }
  }
}

/** Removes all files of a folder but these, and the folder if it is empty then. */
export async function keepOnlyFiles(
  { remote, signal }: Means,
  folder: string,
  files: readonly HostFile[],
): Promise<void> {
  const names = files.map(({ path }) => `! -name ${quote(posix.basename(path))}`);
  const script = `[ -d ${quote(folder)} ] || exit 0
find ${quote(folder)} -mindepth 1 -maxdepth 1 ${names.join(" ")} -exec rm -rf -- {} +
rmdir ${quoteAll([folder, posix.dirname(folder)])} 2>/dev/null || true`;
  await remote.run(shell(script, `clearing ${folder}`), { sudo: true, signal });
}

function lookOf({ content, mode, owner }: HostFile, line = "missing"): FileLook {
  if (line === "missing" || line === "") return "missing";
  const digest = createHash("sha256").update(content).digest("hex");
  return line.startsWith(`${mode.toString(8)} ${owner} ${digest}`) ? "right" : "changed";
}
