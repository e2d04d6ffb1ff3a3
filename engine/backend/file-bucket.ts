import * as fs from "node:fs";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { RotatingFile } from "../rotating-file";
import { attributesExtension, attributesOf } from "./attributes";
import { isTemporary, writeAtomically, type SavingCalls } from "../atomic-file";
import { BackendError } from "./backend-error";
import type { Bucket, BucketEntry, ObjectWriter } from "./bucket";

/** How a folder is used. */
export interface FileBucketOptions {
  /** As it was given, for messages. @default the folder's path */
  url?: string;
  /** Without the `.attrs` files beside the others, as `?metadata=skip` says. @default false */
  withoutAttributes?: boolean;
  calls?: SavingCalls;
}

/** A folder of files, as the CLI keeps it. */
export class FileBucket implements Bucket {
  readonly url: string;
  readonly calls: SavingCalls;
  readonly #withoutAttributes: boolean;

  constructor(
    readonly folder: string,
    options: FileBucketOptions = {},
  ) {
    this.url = options.url ?? folder;
    this.calls = options.calls ?? fs.promises;
    this.#withoutAttributes = options.withoutAttributes ?? false;
  }

  location(key: string): string {
    return join(this.folder, key);
  }

  async read(key: string): Promise<Buffer | undefined> {
    return ifThere(readFile(this.location(key)));
  }

  write(key: string, content: Buffer): Promise<void> {
    return this.saving(key, async (path) => {
      await this.removeAttributes(key);
      await writeAtomically(path, [content], this.calls);
      await this.writeAttributes(key, [content]);
    });
  }

  create(key: string, content: Buffer): Promise<void> {
    // In the object's own folder, whoever looks takes every file for a whole one.
    const temporary = join(this.folder, ".pulumi", `${basename(key)}.tmp`);
    return this.saving(key, (path) => writeAtomically(path, [content], this.calls, temporary));
  }

  async copy(from: string, to: string): Promise<void> {
    const content = await readFile(this.location(from));
    await this.write(to, content);
  }

  remove(key: string): Promise<void> {
    return this.saving(key, async (path) => {
      await rm(path, { force: true });
      await this.removeAttributes(key);
    });
  }

  removeSync(key: string): void {
    fs.rmSync(this.location(key), { force: true });
    fs.rmSync(this.location(key) + attributesExtension, { force: true });
  }

  async list(folder: string): Promise<BucketEntry[]> {
    const path = this.location(folder);
    const entries = (await ifThere(readdir(path, { withFileTypes: true }))) ?? [];
    const listed = entries
      .filter((entry) => !entry.name.endsWith(attributesExtension))
      .map(async (entry) => {
        const stats = await ifThere(stat(join(path, entry.name)));
        return stats && { name: entry.name, isFolder: stats.isDirectory(), modified: stats.mtimeMs };
      });
    return (await Promise.all(listed))
      .filter((entry) => entry !== undefined)
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  open(key: string): ObjectWriter {
    return new FileWriter(this, key);
  }

  async sweep(key: string): Promise<void> {
    const entries = await this.list(dirname(key));
    const left = entries.filter(({ name }) => isTemporary(name, basename(key)));
    await Promise.all(left.map(({ name }) => rm(this.location(join(dirname(key), name)), { force: true })));
  }

  /** What stands beside a file must be right or not be there. */
  async removeAttributes(key: string): Promise<void> {
    await rm(this.location(key) + attributesExtension, { force: true });
  }

  async writeAttributes(key: string, parts: readonly Buffer[]): Promise<void> {
    if (this.#withoutAttributes) return;
    await writeAtomically(this.location(key) + attributesExtension, [attributesOf(parts)], this.calls);
  }

  /** Changes a file whose folder is there; what fails names the file. */
  async saving(key: string, change: (path: string) => Promise<void>): Promise<void> {
    const path = this.location(key);
    try {
      await this.calls.mkdir(dirname(path), { recursive: true });
      await change(path);
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      throw new BackendError(`${path} cannot be changed: ${problems[code ?? ""] ?? message}`, { cause });
    }
  }
}

const problems: Readonly<Record<string, string>> = {
  EACCES: "its folder is not writable for this user",
  EPERM: "its folder is not writable for this user",
  EROFS: "its file system is read-only",
  ENOSPC: "its file system is full; make room and try again",
  EDQUOT: "the disk quota is used up; make room and try again",
};

/** Writes one file over and over; what is beside it is brought up to date once, at the end. */
class FileWriter implements ObjectWriter {
  #written: readonly Buffer[] | undefined;

  readonly #file: RotatingFile;

  constructor(
    private readonly bucket: FileBucket,
    private readonly key: string,
  ) {
    this.#file = new RotatingFile(bucket.location(key), bucket.calls);
  }

  write(parts: readonly Buffer[]): Promise<void> {
    return this.bucket.saving(this.key, async (path) => {
      if (this.#written === undefined) await this.#begin(path);
      await this.#file.write(parts);
      this.#written = parts;
    });
  }

  writeSync(parts: readonly Buffer[]): void {
    const path = this.bucket.location(this.key);
    fs.rmSync(path + attributesExtension, { force: true });
    this.#file.writeSync(parts);
    this.#written = parts;
  }

  async close(): Promise<void> {
    await this.#file.close();
    if (this.#written !== undefined) await this.bucket.writeAttributes(this.key, this.#written);
  }

  /** Before the first write, the CLI's backup is made. */
  async #begin(path: string): Promise<void> {
    await this.bucket.removeAttributes(this.key);
    if (fs.existsSync(path)) await this.bucket.copy(this.key, `${this.key}.bak`);
  }
}

async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
