import type { Engine } from "../docker/engine";
import type { ImageSummaryJson } from "../docker/images";
import { type NamedImage, retireImages } from "../images/retire-images";
import { removeName } from "../images/temporary-images";
import { builtFor } from "./build-labels";

/** Which of a resource's images stay on a host. */
export interface Retention {
  /** Whose images they are; others are never touched. */
  readonly urn: string;
  /** Names in other repositories were given by somebody else. */
  readonly repository: string;
  /** Whether a URN was the resource's while its stack had another name: what was built for that is theirs too. */
  readonly isFormerly: (urn: string) => boolean;
  /** How many versions stay at least. */
  readonly keep: number;
  /** Names that stay, and count: those of the current version and of the one before. */
  readonly spared: readonly string[];
}

/**
 * Removes the versions that were built longest ago, unless a container needs them, running or not. Resolves with those
 * that had to stay.
 */
export async function retireBuilds(
  engine: Engine,
  { urn, repository, isFormerly, keep, spared }: Retention,
  signal?: AbortSignal,
): Promise<NamedImage[]> {
  const names = (image: ImageSummaryJson): string[] =>
    (image.RepoTags ?? []).filter((name) => name.slice(0, name.lastIndexOf(":")) === repository);
  const isTheirs = (image: ImageSummaryJson): boolean => {
    const made = builtFor(image.Labels);
    return made === urn || (made !== undefined && names(image).length > 0 && isFormerly(made));
  };
  const images = (await engine.images.list(signal)).filter(isTheirs);
  const isSpared = (image: ImageSummaryJson): boolean => names(image).some((name) => spared.includes(name));
  const named = images.filter((image) => names(image).length > 0 && !isSpared(image));
  const newestFirst = named.sort((a, b) => (b.Created ?? 0) - (a.Created ?? 0));
  const retired = newestFirst.slice(Math.max(keep - images.filter(isSpared).length, 0));
  const kept = await retireImages(
    engine,
    retired.flatMap((image) => names(image).map((name) => ({ name, imageId: image.Id }))),
    signal,
  );
  // A build of the same takes the name of the image before it, which then has none.
  const nameless = images.filter(({ RepoTags }) =>
    (RepoTags ?? []).every((name) => name === "<none>:<none>"),
  );
  for (const { Id } of nameless) await removeName(engine.images, Id, signal);
  return kept;
}
