import { BackendError } from "./backend-error";
import type { Bucket } from "./bucket";
import { tagsKey } from "./layout";
import type { StackReference } from "./stack-reference";

const tagsVersion = 1;

/** A stack's tags; none if it never had any. */
export async function readTags(bucket: Bucket, stack: StackReference): Promise<Record<string, string>> {
  const key = tagsKey(stack);
  const content = await bucket.read(key);
  if (content === undefined) return {};
  const file = parseTags(content.toString());
  if (file?.version !== tagsVersion) {
    throw new BackendError(`${bucket.location(key)} holds no tags of version ${tagsVersion}`);
  }
  return file.tags ?? {};
}

/** Keeps a stack's tags, in the CLI's form. */
export async function writeTags(
  bucket: Bucket,
  stack: StackReference,
  tags: Record<string, string>,
): Promise<void> {
  const text = JSON.stringify({ version: tagsVersion, tags }, undefined, 4);
  await bucket.write(tagsKey(stack), Buffer.from(text));
}

function parseTags(text: string): { version?: unknown; tags?: Record<string, string> } | undefined {
  try {
    return (JSON.parse(text) as { version?: unknown; tags?: Record<string, string> } | null) ?? undefined;
  } catch {
    return undefined;
  }
}
