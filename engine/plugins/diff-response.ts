import type { DiffKind, DiffResponse, PropertyDiff } from "./provider";

/** Whether a provider asks for a replacement. */
export function isReplace(diff: DiffResponse): boolean {
  return diff.replaceKeys.length > 0 || Object.values(diff.detailedDiff ?? {}).some(isReplaceDiff);
}

function isReplaceDiff({ diffKind }: PropertyDiff): boolean {
  return diffKind.endsWith("-replace");
}

/** The same difference as one that replaces. */
export function asReplace(diff: PropertyDiff): PropertyDiff {
  return isReplaceDiff(diff) ? diff : { ...diff, diffKind: `${diff.diffKind}-replace` as DiffKind };
}

const inverses: Record<DiffKind, DiffKind> = {
  add: "delete",
  "add-replace": "delete-replace",
  delete: "add",
  "delete-replace": "add-replace",
  update: "update",
  "update-replace": "update-replace",
};

/** The answer seen from the other side: what was added is deleted. */
export function invert(diff: DiffResponse): DiffResponse {
  if (!diff.detailedDiff) return diff;
  const detailedDiff = Object.fromEntries(
    Object.entries(diff.detailedDiff).map(([path, property]) => [
      path,
      { ...property, diffKind: inverses[property.diffKind] },
    ]),
  );
  return { ...diff, detailedDiff };
}
