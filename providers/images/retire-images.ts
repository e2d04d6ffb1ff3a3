import type { Engine } from "../docker/engine";
import { inspectIfThere } from "./observe-image";
import { removeName } from "./temporary-images";

/** A name that we gave to an image, or fetched it by. */
export interface NamedImage {
  readonly name: string;
  /** The image that had the name then; now it may be another one's, which is none of ours. */
  readonly imageId: string;
}

/**
 * Removes names of images, and with its last name each image, unless a container needs it, running or not.
 * Resolves with those that had to stay.
 */
export async function retireImages(
  engine: Engine,
  images: readonly NamedImage[],
  signal?: AbortSignal,
): Promise<NamedImage[]> {
  if (images.length === 0) return [];
  const containers = await engine.containers.list(signal === undefined ? {} : { signal });
  const kept: NamedImage[] = [];
  for (const image of images) {
    const found = await inspectIfThere(engine.images, image.name, signal);
    if (found?.Id !== image.imageId) continue;
    const isNeeded = containers.some(
      ({ Image, ImageID }) => Image === image.name || ImageID === image.imageId,
    );
    if (isNeeded || !(await removeName(engine.images, image.name, signal))) kept.push(image);
  }
  return kept;
}
