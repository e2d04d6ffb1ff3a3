import { NotFoundError } from "../docker/errors";
import type { ImageInspectJson, Images } from "../docker/images";
import { parseReference, repositoryOf } from "./reference";

/** An image as it is on a host. */
export interface ObservedImage {
  /** The engine's id. */
  readonly imageId: string;
  /** Whether the image also has the name that it should have; names can be moved to other images. */
  readonly hasName: boolean;
  /** The digests under which the engine knows it in the repository of its name, `repository@sha256:…`. */
  readonly repoDigests: readonly string[];
}

/** Looks at the image that `reference` names now; undefined where there is none. */
export async function observeImage(
  images: Images,
  reference: string,
  name: string,
  signal?: AbortSignal,
): Promise<ObservedImage | undefined> {
  const looked = inspectIfThere(images, reference, signal);
  const lookedByName = name === reference ? looked : inspectIfThere(images, name, signal);
  const [image, named] = await Promise.all([looked, lookedByName]);
  if (image === undefined) return undefined;
  const repository = repositoryOf(parseReference(name));
  return {
    imageId: image.Id,
    hasName: named?.Id === image.Id,
    repoDigests: (image.RepoDigests ?? []).filter((digest) => digest.startsWith(`${repository}@`)).sort(),
  };
}

/** What the engine says of an image; undefined where it says that there is none, or has only a broken one. */
export async function inspectIfThere(
  images: Images,
  reference: string,
  signal?: AbortSignal,
): Promise<ImageInspectJson | undefined> {
  try {
    const image = await images.inspect(reference, signal);
    return image.RootFS?.Layers === undefined ? undefined : image;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
