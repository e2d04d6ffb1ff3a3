import type { Bucket } from "./bucket";
import { compressionExtensions, decompress } from "./compression";
import { checkpointKey, projectFolder } from "./layout";
import type { StackReference } from "./stack-reference";

/** A checkpoint as it is kept. */
export interface StoredCheckpoint {
  /** Decompressed. */
  readonly text: string;
  /** Where it is, for messages. */
  readonly location: string;
}

/** The key of a stack's checkpoint, which may be compressed; the newest, as for the CLI, if there are several. */
export async function findCheckpoint(bucket: Bucket, stack: StackReference): Promise<string | undefined> {
  const names = compressionExtensions.map((extension) => `${stack.name}.json${extension}`);
  const found = (await bucket.list(projectFolder(stack.project)))
    .filter(({ name, isFolder }) => !isFolder && names.includes(name))
    .sort((left, right) => right.modified - left.modified);
  return found[0] && checkpointKey(stack) + found[0].name.slice(`${stack.name}.json`.length);
}

/** A stack's checkpoint; undefined if there is no such stack. */
export async function readStored(
  bucket: Bucket,
  stack: StackReference,
): Promise<StoredCheckpoint | undefined> {
  const key = await findCheckpoint(bucket, stack);
  const content = key && (await bucket.read(key));
  if (!key || content === undefined) return undefined;
  const location = bucket.location(key);
  return { text: await decompress(Buffer.from(content), location), location };
}
