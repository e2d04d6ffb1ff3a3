import { lstat, readdir, stat } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { posix, resolve } from "node:path";
import type { Archive } from "../archive";
import { Asset } from "../asset";
import { compareBytes } from "../property-value";
import { assetContent, isArchiveFile } from "./asset-content";
import { AssetError } from "./asset-error";

/** A file of an archive. */
export interface Member {
  readonly name: string;
  readonly size: number;
  readonly content: AsyncIterable<Buffer> | readonly Buffer[];
}

/** Pulumi's own folder is no part of an archive. */
const bookkeeping = ".pulumi";

/** The files of an archive that is a folder, or made of other assets and archives, in the engine's order. */
export async function* membersOf(archive: Archive, workingDirectory: string): AsyncGenerator<Member> {
  if (archive.path !== "") {
    yield* membersOfPath(archive.path, workingDirectory);
    return;
  }
  if (archive.uri !== "")
    throw new AssetError(`the archive ${archive.uri} cannot be a part of another archive here`);
  for (const name of Object.keys(archive.assets ?? {}).sort(compareBytes)) {
    const member = archive.assets?.[name];
    if (member instanceof Asset) {
      const content = await assetContent(member, workingDirectory);
      yield { name, size: content.length, content: [content] };
    } else if (member !== undefined) {
      for await (const inner of membersOf(member, workingDirectory)) {
        yield { ...inner, name: posix.join(name, inner.name) };
      }
    }
  }
}

async function* membersOfPath(given: string, workingDirectory: string): AsyncGenerator<Member> {
  const path = resolve(workingDirectory, given);
  if (isArchiveFile(path))
    throw new AssetError(`the archive ${given} cannot be a part of another archive here: unpack it`);
  const stats = await stat(path).catch((cause: Error) => {
    throw new AssetError(`the archive's path ${given} cannot be read: ${cause.message}`, { cause });
  });
  if (!stats.isDirectory()) throw new AssetError(`${given} is neither a folder nor a known kind of archive`);
  // Go's library does not go into a folder that is a link, not even here.
  if ((await lstat(path)).isSymbolicLink()) return;
  yield* membersOfFolder(path, "");
}

async function* membersOfFolder(root: string, folder: string): AsyncGenerator<Member> {
  const entries = await readdir(resolve(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((left, right) => compareBytes(left.name, right.name))) {
    const name = posix.join(folder, entry.name);
    const path = resolve(root, name);
    if (entry.name === bookkeeping) continue;
    if (entry.isDirectory()) yield* membersOfFolder(root, name);
    else if (!entry.isSymbolicLink() || !(await stat(path)).isDirectory()) yield await fileMember(name, path);
  }
}

async function fileMember(name: string, path: string): Promise<Member> {
  const { size } = await stat(path);
  return { name, size, content: createReadStream(path) };
}
