import type { ObservedImage } from "../../images/observe-image";
import type { NamedImage } from "../../images/retire-images";
import type { Bag, UNKNOWN, Value } from "../bag";

/** What is stored of an Image beside its inputs. */
export interface ImageState {
  /** What containers name. */
  readonly reference: string | typeof UNKNOWN;
  /** Null where nothing arrived yet. */
  readonly imageId: string | null | typeof UNKNOWN;
  /** Null where the image does not have its name (any more). */
  readonly name: string | null | typeof UNKNOWN;
  /** Only of a pulled image. */
  readonly repoDigest: string | undefined | typeof UNKNOWN;
  /** What the tag of a pulled image was in its registry when that was last asked. */
  readonly registryDigest?: string | undefined;
  /** Digests in the registries that it was pushed to, those that are no longer there left out. */
  readonly pushedDigests?: readonly string[] | undefined | typeof UNKNOWN;
  /** Names of earlier versions that a container still needed. The schema has no such property. */
  readonly previous: readonly NamedImage[];
}

/** The bag of a state. */
export function imageStateBag(inputs: Bag, state: ImageState): Bag {
  const { reference, imageId, name, repoDigest, registryDigest, pushedDigests, previous } = state;
  const outputs: Record<string, Value> = {
    reference,
    imageId,
    name,
    previous: previous.map((image) => ({ name: image.name, imageId: image.imageId })),
  };
  if (repoDigest !== undefined) outputs["repoDigest"] = repoDigest;
  if (registryDigest !== undefined) outputs["registryDigest"] = registryDigest;
  if (pushedDigests !== undefined) outputs["pushedDigests"] = pushedDigests;
  return { values: { ...inputs.values, ...outputs }, secrets: inputs.secrets };
}

/** The state in a bag; undefined where there is none, or the image never arrived. */
export function imageState(bag: Bag | undefined): KnownImageState | undefined {
  const { reference, imageId, name, repoDigest, registryDigest, pushedDigests, previous } = bag?.values ?? {};
  if (typeof reference !== "string") return undefined;
  return {
    reference,
    imageId: typeof imageId === "string" ? imageId : null,
    name: typeof name === "string" ? name : null,
    repoDigest: typeof repoDigest === "string" ? repoDigest : undefined,
    registryDigest: typeof registryDigest === "string" ? registryDigest : undefined,
    pushedDigests: Array.isArray(pushedDigests)
      ? pushedDigests.filter((each): each is string => typeof each === "string")
      : undefined,
    previous: Array.isArray(previous) ? previous.filter(isNamedImage) : [],
  };
}

/** A state that was stored: all of it is known. */
export interface KnownImageState extends ImageState {
  readonly reference: string;
  readonly imageId: string | null;
  readonly name: string | null;
  readonly repoDigest: string | undefined;
  readonly pushedDigests?: readonly string[] | undefined;
}

/** An image may be known by several digests: the one that is stored stays, so that nothing seems to change. */
export function repoDigestOf(
  { repoDigests }: ObservedImage,
  stored: KnownImageState | undefined,
  name: string,
): string | undefined {
  return (
    [name, stored?.repoDigest].find((digest) => digest !== undefined && repoDigests.includes(digest)) ??
    repoDigests[0]
  );
}

function isNamedImage(value: unknown): value is NamedImage {
  const { name, imageId } = (value ?? {}) as Partial<NamedImage>;
  return typeof name === "string" && typeof imageId === "string";
}
