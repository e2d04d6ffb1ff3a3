import { isDeepStrictEqual } from "node:util";
import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { replacement, type Kind } from "./kinds";
import { bare, hasUnknown, type Bag } from "./wire";

export interface Sides {
  readonly oldInputs: Bag;
  readonly oldState: Bag;
  readonly news: Bag;
  readonly ignored: readonly string[];
}

const { DiffChanges } = DiffResponse;

/** What differs, told in the kind's own way. */
export function answerDiff(kind: Kind, sides: Sides): DiffResponse {
  const response = new DiffResponse();
  if (kind.diff === "unknown") return response.setChanges(DiffChanges.DIFF_UNKNOWN);
  const changed = changedProperties(sides);
  const replaces = changed.filter((property) => replacement(property) !== "none");
  response
    .setChanges(changed.length === 0 ? DiffChanges.DIFF_NONE : DiffChanges.DIFF_SOME)
    .setReplacesList(replaces)
    .setStablesList(replaces.length === 0 ? ["serial"] : [])
    .setDeletebeforereplace(replaces.some((property) => replacement(property) === "delete-first"))
    .setDiffsList(changed);
  if (kind.diff === "terse") return response;
  for (const property of changed) {
    response.getDetaileddiffMap().set(property, propertyDiff(property, sides));
  }
  return response.setHasdetaileddiff(true);
}

function propertyDiff(property: string, { oldInputs, oldState, news }: Sides): PropertyDiff {
  const isReplaced = replacement(property) !== "none";
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  const isInput = !same(oldInputs, news, property);
  const before = isInput ? oldInputs : oldState;
  const kind = !(property in before)
    ? [ADD, ADD_REPLACE]
    : property in news
      ? [UPDATE, UPDATE_REPLACE]
      : [DELETE, DELETE_REPLACE];
  return new PropertyDiff().setKind(kind[isReplaced ? 1 : 0] ?? UPDATE).setInputdiff(isInput);
}

/** Inputs that were given anew, and those that are no longer as they were given. */
function changedProperties({ oldInputs, oldState, news, ignored }: Sides): string[] {
  const names = new Set([...Object.keys(oldInputs), ...Object.keys(news)]);
  return (
    [...names]
      // A change of what is `quiet` needs nothing to be done.
      .filter((name) => name !== "__defaults" && name !== "quiet" && !ignored.includes(name))
      .filter(
        (name) =>
          !same(oldInputs, news, name) ||
          (name in news && name in oldState && !same(oldState, news, name)) ||
          hasUnknown(news[name]),
      )
      .sort()
  );
}

function same(a: Bag, b: Bag, name: string): boolean {
  const [one, other] = [a[name], b[name]];
  if (one === undefined || other === undefined) return one === other;
  return isDeepStrictEqual(bare(one), bare(other));
}
