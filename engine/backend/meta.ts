import { parse } from "yaml";
import { BackendError, LegacyLayoutError } from "./backend-error";
import type { Bucket } from "./bucket";
import { metaKey, stacksFolder } from "./layout";

const layoutVersion = 1;

/**
 * Looks whether the state's layout is the present one.
 *
 * @returns whether its file says so; without one, there are no stacks yet
 * @throws LegacyLayoutError; BackendError for a newer layout
 */
export async function checkLayout(bucket: Bucket): Promise<boolean> {
  const content = await bucket.read(metaKey);
  if (content === undefined) {
    if (await hasLegacyStacks(bucket)) throw new LegacyLayoutError(bucket.url);
    return false;
  }
  const version = versionIn(content.toString());
  if (version === 0) throw new LegacyLayoutError(bucket.url);
  if (typeof version !== "number") {
    throw new BackendError(`${bucket.location(metaKey)} is damaged: a line "version: 1" was expected`);
  }
  if (version > layoutVersion) {
    throw new BackendError(
      `${bucket.location(metaKey)} is of version ${version}: the state needs a newer engine, this one knows version 1`,
    );
  }
  return true;
}

/** Writes down which layout a new state has. */
export async function writeLayout(bucket: Bucket): Promise<void> {
  await bucket.write(metaKey, Buffer.from(`version: ${layoutVersion}\n`));
}

async function hasLegacyStacks(bucket: Bucket): Promise<boolean> {
  const entries = await bucket.list(stacksFolder);
  return entries.some(({ name, isFolder }) => !isFolder && /\.json(\.gz|\.zst)?$/.test(name));
}

function versionIn(text: string): unknown {
  try {
    return (parse(text) as { version?: unknown } | null)?.version;
  } catch {
    return undefined;
  }
}
