import type { Bucket } from "./bucket";
import { BackendError } from "./backend-error";
import { compress, decompress, type Compression } from "./compression";
import { findCheckpoint } from "./find-checkpoint";
import { backupsFolder, checkpointKey, historyFolder } from "./layout";
import type { StackReference } from "./stack-reference";
import type { UpdateRecord } from "./update-record";

const historyPattern = /\.history\.json(\.gz|\.zst)?$/;

/** Adds to a stack's history, with a copy of its checkpoint. */
export async function addToHistory(
  bucket: Bucket,
  stack: StackReference,
  update: UpdateRecord,
  compression: Compression,
): Promise<void> {
  const base = `${historyFolder(stack)}/${stack.name}-${nanoseconds()}`;
  const text = JSON.stringify(inOrder(update), undefined, 4);
  const content = await compress([Buffer.from(`${text}\n`)], compression);
  await Promise.all([
    bucket.write(`${base}.history.json${compression}`, content),
    copyCheckpoint(bucket, stack, (end) => `${base}.checkpoint.json${end}`),
  ]);
}

/** Copies a stack's checkpoint to its backups. */
export async function backUp(bucket: Bucket, stack: StackReference): Promise<void> {
  await copyCheckpoint(
    bucket,
    stack,
    (end) => `${backupsFolder(stack)}/${stack.name}.${nanoseconds()}.json${end}`,
  );
}

/** @param to the copy's key, by how the checkpoint is compressed */
async function copyCheckpoint(
  bucket: Bucket,
  stack: StackReference,
  to: (end: string) => string,
): Promise<void> {
  const checkpoint = await findCheckpoint(bucket, stack);
  if (checkpoint !== undefined) await bucket.copy(checkpoint, to(endOf(stack, checkpoint)));
}

/** A stack's history, newest first. */
export async function readHistory(bucket: Bucket, stack: StackReference): Promise<UpdateRecord[]> {
  const folder = historyFolder(stack);
  const names = (await bucket.list(folder))
    .map(({ name }) => name)
    .filter((name) => historyPattern.test(name));
  const records = names.reverse().map((name) => readRecord(bucket, `${folder}/${name}`));
  return (await Promise.all(records)).filter((record) => record !== undefined);
}

/** Moves the history to the name that a stack has now. */
export async function moveHistory(bucket: Bucket, from: StackReference, to: StackReference): Promise<void> {
  for (const { name } of await bucket.list(historyFolder(from))) {
    const rest = name.slice(from.name.length);
    if (!name.startsWith(from.name) || !/^-\d+\./.test(rest)) continue;
    await bucket.copy(`${historyFolder(from)}/${name}`, `${historyFolder(to)}/${to.name}${rest}`);
    await bucket.remove(`${historyFolder(from)}/${name}`);
  }
}

async function readRecord(bucket: Bucket, key: string): Promise<UpdateRecord | undefined> {
  const content = await bucket.read(key);
  if (content === undefined) return undefined;
  const text = await decompress(content, bucket.location(key));
  try {
    return JSON.parse(text) as UpdateRecord;
  } catch (cause) {
    throw new BackendError(`${bucket.location(key)} is no JSON: remove it, the history does without it`, {
      cause,
    });
  }
}

function endOf(stack: StackReference, checkpoint: string): string {
  return checkpoint.slice(checkpointKey(stack).length);
}

function nanoseconds(): string {
  return String(BigInt(Date.now()) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n));
}

/** As the CLI has it, whose own records also have a version that is always 0. */
function inOrder(update: UpdateRecord): object {
  const { kind, startTime, message, environment, config, result, endTime, resourceChanges } = update;
  const changes = resourceChanges === undefined ? {} : { resourceChanges };
  return { kind, startTime, message, environment, config, version: 0, result, endTime, ...changes };
}
