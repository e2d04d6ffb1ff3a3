import { UNKNOWN } from "../bag";
import { type ImageInputs, imageInputs } from "./inputs";
import { imageState } from "./state";
import type { DiffRequest, PropertyDifference } from "../lifecycle";

/** What of an image changes, by its inputs and by what was last seen of it. */
export function imageDifferences(request: DiffRequest): PropertyDifference[] {
  const olds = imageInputs(request.oldInputs);
  const news = imageInputs(request.news);
  const inputs = [
    ...hostDifference(olds, news),
    ...difference("name", olds.name, news.name),
    ...difference("archiveDigest", olds.archiveDigest, news.archiveDigest),
    ...difference("keepOnDelete", olds.keepOnDelete, news.keepOnDelete),
  ];
  const stored = imageState(request.oldState);
  const isDrifted = stored === undefined || stored.imageId === null || stored.name !== olds.name;
  if (!isDrifted || inputs.length > 0) return inputs;
  return [{ path: ["name"], kind: "update", replaces: false, isInput: false }];
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
