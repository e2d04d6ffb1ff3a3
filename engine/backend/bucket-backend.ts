import type { Backend, CheckpointWriter, RemoveStackOptions, StackLock } from "./backend";
import { StackExistsError, StackNotFoundError } from "./backend-error";
import type { Bucket } from "./bucket";
import { compress, compressSync, type Compression } from "./compression";
import { findCheckpoint, readStored, type StoredCheckpoint } from "./find-checkpoint";
import { addToHistory, backUp, moveHistory, readHistory } from "./history";
import { backupsFolder, checkpointKey, historyFolder, projectFolder, stacksFolder, tagsKey } from "./layout";
import { cancelLocks, findLocks, lockStack, type FoundLock, type LockOptions } from "./lock";
import { checkLayout, writeLayout } from "./meta";
import { renameInCheckpoint } from "./rename-urns";
import { requireEmpty } from "./require-empty";
import { fullStackName, isStackName, type StackReference } from "./stack-reference";
import { readTags, writeTags } from "./tags";
import type { UpdateRecord } from "./update-record";

/** How the stacks of a bucket are kept. */
export interface BucketBackendOptions {
  /** @default "": not compressed */
  compression?: Compression;
  /** Whether each operation copies the checkpoint to the backups. @default true */
  backups?: boolean;
}

/** Stacks in a bucket, in the CLI's layout. */
export class BucketBackend implements Backend {
  readonly #compression: Compression;
  readonly #backups: boolean;

  constructor(
    private readonly bucket: Bucket,
    options: BucketBackendOptions = {},
  ) {
    this.#compression = options.compression ?? "";
    this.#backups = options.backups ?? true;
  }

  get url(): string {
    return this.bucket.url;
  }

  async listStacks(project?: string): Promise<StackReference[]> {
    await checkLayout(this.bucket);
    const folders = await this.bucket.list(stacksFolder);
    const projects = folders.filter(({ isFolder, name }) => isFolder && (project ?? name) === name);
    const stacks = projects.map(async ({ name }) => {
      const files = await this.bucket.list(projectFolder(name));
      return files.flatMap((file) => stackIn(name, file.name));
    });
    return unique((await Promise.all(stacks)).flat());
  }

  async hasStack(stack: StackReference): Promise<boolean> {
    await checkLayout(this.bucket);
    return (await findCheckpoint(this.bucket, stack)) !== undefined;
  }

  async createStack(stack: StackReference): Promise<void> {
    if (!(await checkLayout(this.bucket))) await writeLayout(this.bucket);
    const lock = await this.lock(stack);
    try {
      if (await this.hasStack(stack)) throw new StackExistsError(stack, this.url);
      const text = JSON.stringify({ version: 3, checkpoint: { stack: fullStackName(stack) } });
      await this.#write(stack, text);
    } finally {
      await lock.release();
    }
  }

  async removeStack(stack: StackReference, options: RemoveStackOptions = {}): Promise<void> {
    const lock = await this.lock(stack);
    try {
      const key = await findCheckpoint(this.bucket, stack);
      if (key === undefined) throw new StackNotFoundError(stack, this.url);
      if (!options.force) requireEmpty(stack, await this.readCheckpoint(stack));
      if (options.removeBackups) await this.#empty(backupsFolder(stack));
      else await this.bucket.copy(key, `${key}.bak`);
      await this.bucket.remove(tagsKey(stack));
      await this.#empty(historyFolder(stack));
      await this.bucket.remove(key);
      if (options.removeBackups) await this.bucket.remove(`${key}.bak`);
    } finally {
      await lock.release();
    }
  }

  async renameStack(stack: StackReference, to: StackReference): Promise<void> {
    // It would be in the way of its own lock.
    if (fullStackName(stack) === fullStackName(to)) throw new StackExistsError(to, this.url);
    const locks = [await this.lock(stack)];
    try {
      locks.push(await this.lock(to));
      const checkpoint = await this.readCheckpoint(stack);
      if (await this.hasStack(to)) throw new StackExistsError(to, this.url);
      const key = (await findCheckpoint(this.bucket, stack)) ?? checkpointKey(stack);
      const tags = await this.readTags(stack);
      await this.#write(to, renameInCheckpoint(checkpoint, to));
      if (Object.keys(tags).length > 0) await this.writeTags(to, tags);
      await moveHistory(this.bucket, stack, to);
      await this.bucket.copy(key, `${key}.bak`);
      await this.bucket.remove(key);
      await this.bucket.remove(tagsKey(stack));
    } finally {
      await Promise.all(locks.map((lock) => lock.release()));
    }
  }

  async readCheckpoint(stack: StackReference): Promise<StoredCheckpoint> {
    await checkLayout(this.bucket);
    const stored = await readStored(this.bucket, stack);
    if (stored === undefined) throw new StackNotFoundError(stack, this.url);
    return stored;
  }

  async lock(stack: StackReference, options: LockOptions = {}): Promise<StackLock> {
    const lock = await lockStack(this.bucket, stack, options);
    await this.bucket.sweep(this.#keyOf(stack));
    return lock;
  }

  locks(stack: StackReference): Promise<FoundLock[]> {
    return findLocks(this.bucket, stack);
  }

  cancel(stack: StackReference): Promise<FoundLock[]> {
    return cancelLocks(this.bucket, stack);
  }

  checkpointWriter(lock: StackLock): CheckpointWriter {
    const { stack } = lock;
    const object = this.bucket.open(this.#keyOf(stack));
    const compression = this.#compression;
    let isFirst = true;
    return {
      write: async (parts) => {
        await object.write(compression === "" ? parts : [await compress(parts, compression)]);
        if (isFirst) await this.#retireOthers(stack);
        isFirst = false;
      },
      writeSync: (parts) => object.writeSync(compression === "" ? parts : [compressSync(parts)]),
      close: () => object.close(),
    };
  }

  async recordUpdate(stack: StackReference, update: UpdateRecord): Promise<void> {
    await Promise.all([
      addToHistory(this.bucket, stack, update, this.#compression),
      this.#backups && backUp(this.bucket, stack),
    ]);
  }

  history(stack: StackReference): Promise<UpdateRecord[]> {
    return readHistory(this.bucket, stack);
  }

  readTags(stack: StackReference): Promise<Record<string, string>> {
    return readTags(this.bucket, stack);
  }

  writeTags(stack: StackReference, tags: Record<string, string>): Promise<void> {
    return writeTags(this.bucket, stack, tags);
  }

  #keyOf(stack: StackReference): string {
    return checkpointKey(stack) + this.#compression;
  }

  async #write(stack: StackReference, text: string): Promise<void> {
    const content = await compress([Buffer.from(`${text}\n`)], this.#compression);
    await this.bucket.write(this.#keyOf(stack), content);
  }

  /** A checkpoint that was compressed in another way becomes a backup, once there is a newer one. */
  async #retireOthers(stack: StackReference): Promise<void> {
    for (const { name } of await this.bucket.list(projectFolder(stack.project))) {
      const key = `${projectFolder(stack.project)}/${name}`;
      if (!stackIn(stack.project, name).some((found) => found.name === stack.name)) continue;
      if (key === this.#keyOf(stack)) continue;
      await this.bucket.copy(key, `${key}.bak`);
      await this.bucket.remove(key);
    }
  }

  async #empty(folder: string): Promise<void> {
    for (const { name, isFolder } of await this.bucket.list(folder)) {
      if (!isFolder) await this.bucket.remove(`${folder}/${name}`);
    }
  }
}

function stackIn(project: string, file: string): StackReference[] {
  const name = /^(.+)\.json(\.gz|\.zst)?$/.exec(file)?.[1];
  return name !== undefined && isStackName(name) ? [{ project, name }] : [];
}

function unique(stacks: StackReference[]): StackReference[] {
  return [...new Map(stacks.map((stack) => [fullStackName(stack), stack])).values()];
}
