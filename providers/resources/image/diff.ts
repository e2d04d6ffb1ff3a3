import { type Bag, UNKNOWN, type Value } from "../bag";
import { isRecord } from "../child-inputs";
import { valueDifferences } from "../value-differences";
import { type ImageInputs, imageInputs } from "./inputs";
import { imageState, type KnownImageState } from "./state";
import type { DiffRequest, PropertyDifference } from "../lifecycle";

/** What of an image changes, by its inputs and by what was last seen of it. */
export function imageDifferences(request: DiffRequest): PropertyDifference[] {
  const olds = imageInputs(request.oldInputs);
  const news = imageInputs(request.news);
  const inputs = [
    ...hostDifference(olds, news),
    ...difference("name", olds.name, news.name),
    ...difference("archiveDigest", olds.archiveDigest, news.archiveDigest),
    ...buildDifferences(request.oldInputs.values, request.news.values),
    ...difference("pullPolicy", olds.pullPolicy, news.pullPolicy),
    ...difference("push", pushNames(olds), pushNames(news)),
    ...difference("keepOnDelete", olds.keepOnDelete, news.keepOnDelete),
  ];
  const stored = imageState(request.oldState);
  const inRegistries = stored === undefined ? [] : registryDifferences(stored, olds, news);
  const isDrifted = stored === undefined || stored.imageId === null || stored.name !== olds.name;
  if (!isDrifted || inputs.length > 0) return [...inputs, ...inRegistries];
  return [...inRegistries, { path: ["name"], kind: "update", replaces: false, isInput: false }];
}

/** What registries have that is not as it should be: a tag that was moved, where that is followed, and a push that is gone. */
function registryDifferences(
  stored: KnownImageState,
  olds: ImageInputs,
  news: ImageInputs,
): PropertyDifference[] {
  const { repoDigest, registryDigest, pushedDigests = [] } = stored;
  const isMoved = registryDigest !== undefined && repoDigest !== undefined && registryDigest !== repoDigest;
  const isGone = olds.pushes !== UNKNOWN && pushedDigests.length < olds.pushes.length;
  const seen = [
    ...(isMoved && news.pullPolicy === "always" ? ["registryDigest"] : []),
    ...(isGone && pushNames(olds) === pushNames(news) ? ["pushedDigests"] : []),
  ];
  return seen.map((key) => ({ path: [key], kind: "update", replaces: false, isInput: false }));
}

/** Where an image is pushed to. With which login does not matter. */
function pushNames({ pushes }: ImageInputs): string | typeof UNKNOWN {
  return pushes === UNKNOWN ? UNKNOWN : pushes.map(({ name }) => name).join(" ");
}

/** What of a build makes another image, or other images stay. Where and how it is built, and with which secrets, does not. */
const BUILD_KEYS = ["target", "args", "labels", "platform", "keep"] as const;

function buildDifferences(olds: Bag["values"], news: Bag["values"]): PropertyDifference[] {
  const within = (values: Bag["values"], key: string, property: string): Value | undefined => {
    const value: Value | undefined = values[key];
    return isRecord(value) ? value[property] : undefined;
  };
  const changed = (key: string, property: string): readonly PropertyDifference[] =>
    valueDifferences([key, property], within(olds, key, property), within(news, key, property), true);
  const named = [...BUILD_KEYS.flatMap((key) => changed("build", key)), ...changed("buildContext", "digest")];
  // While a part is not known, all that is known is that the whole may change.
  return named.length > 0 ? named : difference("buildSpec", olds["buildSpec"], news["buildSpec"]);
}

/** Only another machine makes another image; the same one may be reached in another way. */
function hostDifference(olds: ImageInputs, news: ImageInputs): PropertyDifference[] {
  if (olds.hostId === news.hostId && news.hostId !== UNKNOWN) return [];
  return [{ path: ["host", "hostId"], kind: "update", replaces: true, isInput: true }];
}

function difference<T>(key: string, old: T, now: T): PropertyDifference[] {
  if (old === now && now !== UNKNOWN) return [];
  const kind = old === undefined ? "add" : now === undefined ? "delete" : "update";
  return [{ path: [key], kind, replaces: false, isInput: true }];
}
