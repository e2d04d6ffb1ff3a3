import * as fs from "node:fs/promises";
import { dirname } from "node:path";
import { commonLength } from "./common-length";
import {
  syncFolder,
  temporaryPath,
  writeAtomically,
  writeAtomicallySync,
  type SavingCalls,
} from "./atomic-file";

/** A former content of the file, kept under another name, to become its next content. */
interface Spare {
  readonly path: string;
  readonly parts: readonly Buffer[];
}

/** Tells a file from any other, and from itself after a change. */
async function identityOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await fs.stat(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

/** A content that is smaller is written whole each time, which is as quick. */
const smallBytes = 128 * 1024;
/** How much the spares may take together; the more there are, the longer each rests. */
const sparesBytes = 64 * 1024 * 1024;
const [fewestSpares, mostSpares] = [3, 12];

/**
 * A file that is written over and over, each time whole or not at all, of which each time little is new. A file that
 * was replaced is kept as a spare and not touched for some saves, as somebody may still be reading it; then it is given
 * what has changed since, synced, and renamed into its place again. So a save costs what is new, not the whole.
 */
export class RotatingFile {
  readonly #spares: Spare[] = [];
  /** The file in its place, if this object made it; somebody else may have put another there since. */
  #present: (Spare & { readonly identity: string }) | undefined;

  constructor(
    private readonly path: string,
    private readonly calls: SavingCalls,
  ) {}

  /** @param parts the content; a part that is the same object as before has not changed */
  async write(parts: readonly Buffer[]): Promise<void> {
    const size = sizeOf(parts);
    if (size < smallBytes) {
      await writeAtomically(this.path, parts, this.calls);
      this.#present = undefined;
      return;
    }
    const next = await this.#prepare(parts, size);
    const identity = await identityOf(next);
    const spare = await this.#keepPresent();
    try {
      await this.calls.rename(next, this.path);
    } catch (cause) {
      // What is still the present file must not become a spare as well.
      for (const path of [next, spare?.path])
        if (path !== undefined) await this.calls.rm(path, { force: true });
      throw cause;
    }
    if (spare !== undefined) this.#spares.push(spare);
    this.#present = { path: this.path, parts, identity };
    await syncFolder(dirname(this.path), this.calls);
  }

  /** Writes the whole, for a process that is about to exit. */
  writeSync(parts: readonly Buffer[]): void {
    this.#present = undefined;
    writeAtomicallySync(this.path, parts);
  }

  /** Removes the spares. */
  async close(): Promise<void> {
    await Promise.all(this.#spares.splice(0).map(({ path }) => this.calls.rm(path, { force: true })));
  }

  async #prepare(parts: readonly Buffer[], size: number): Promise<string> {
    const most = Math.min(Math.max(Math.floor(sparesBytes / size), fewestSpares), mostSpares);
    const spare = this.#spares.length >= most ? this.#spares.shift() : undefined;
    const path = spare?.path ?? temporaryPath(this.path);
    const same = spare === undefined ? 0 : commonLength(spare.parts, parts);
    try {
      const file = await this.calls.open(path, spare === undefined ? "wx" : "r+");
      try {
        const changed = Buffer.concat(parts.slice(same));
        await writeAll(file, changed, size - changed.length);
        if (spare !== undefined) await file.truncate(size);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (cause) {
      await this.calls.rm(path, { force: true });
      throw cause;
    }
    return path;
  }

  /** Gives the present file a second name, where the file system can. */
  async #keepPresent(): Promise<Spare | undefined> {
    if (this.#present === undefined) return undefined;
    const { parts, identity } = this.#present;
    const spare = { path: temporaryPath(this.path), parts };
    try {
      await this.calls.link(this.path, spare.path);
    } catch {
      // Then it is gone with the rename, and the next save writes the whole.
      return undefined;
    }
    if ((await identityOf(spare.path)) === identity) return spare;
    await this.calls.rm(spare.path, { force: true });
    return undefined;
  }
}

async function writeAll(file: fs.FileHandle, content: Buffer, offset: number): Promise<void> {
  for (let written = 0; written < content.length;) {
    const { bytesWritten } = await file.write(content, written, content.length - written, offset + written);
    written += bytesWritten;
  }
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((size, part) => size + part.length, 0);
}
