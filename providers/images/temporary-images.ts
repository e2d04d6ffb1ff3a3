import { createHash } from "node:crypto";
import { ConflictError, EngineRequestError, NotFoundError } from "../docker/errors";
import type { Images } from "../docker/images";

/** Repositories of the names that images have while they are sent; each resource has one below it. */
const PREFIX = "moorage-partial/";

/** Nothing is sent for so long; an older one was left by a run that was killed and whose resource never came back. */
const STALE_HOURS = 24;

/** The repository for a resource's temporary images. No two operations run on one resource at a time. */
export function temporaryRepository(urn: string): string {
  return PREFIX + createHash("sha256").update(urn).digest("hex").slice(0, 16);
}

/** The tag of the temporary image made of an image's lowest layers. */
export function temporaryTag(configDigest: string, upTo: number): string {
  return `${configDigest.replace("sha256:", "").slice(0, 12)}-${upTo}`;
}

/** Removes a resource's temporary images, and those of others that were given up long ago. */
export async function removeTemporaryImages(
  images: Images,
  repository: string,
  signal?: AbortSignal,
): Promise<void> {
  const names = (await images.list(signal)).flatMap((image) => image.RepoTags ?? []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    if (name.startsWith(`${repository}:`) || (await isStale(images, name, signal))) {
      await removeName(images, name, signal);
    }
  }
}

async function isStale(images: Images, name: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    const tagged = Date.parse((await images.inspect(name, signal)).Metadata?.LastTagTime ?? "");
    return Date.now() - tagged > STALE_HOURS * 3_600_000;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

/** Removes a name of an image where it can: not where it is gone already, and not where a container needs it. */
export async function removeName(images: Images, name: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await images.remove(name, signal);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return true;
    if (error instanceof ConflictError) return false;
    // Where two names of an image go at once, an older engine takes both away, and then misses the image for one of them.
    if (error instanceof EngineRequestError && (await isGone(images, name, signal))) return true;
    throw error;
  }
}

async function isGone(images: Images, name: string, signal: AbortSignal | undefined): Promise<boolean> {
  return images.inspect(name, signal).then(
    () => false,
    (error: unknown) => error instanceof NotFoundError,
  );
}
