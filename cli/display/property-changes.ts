import { diffArrays } from "diff/lib/diff/array.js";
import type { StepMetadata, StepState } from "../../engine/events/engine-event";
import type { PropertyDiff } from "../../engine/plugins/provider";
import {
  isPropertyArray,
  isPropertyMap,
  parsePropertyPath,
  pathContains,
  sortedKeys,
  unmarshalProperties,
  valueAt,
  valuesEqual,
  type PropertyMap,
  type PropertyPath,
  type PropertyValue,
  type WireMap,
} from "../../engine/values";

/** One property that a step changes. */
export interface PropertyChange {
  readonly path: PropertyPath;
  readonly kind: "add" | "delete" | "update";
  /** Undefined where there was none. */
  readonly old: PropertyValue | undefined;
  readonly new: PropertyValue | undefined;
  /** Whether it makes a replacement necessary. */
  readonly replaces: boolean;
  /** The program asks for its values not to be shown. */
  readonly isHidden: boolean;
}

/** A step as it is shown. */
export interface ShownStep extends StepMetadata {
  /** The difference is what was found, not what is to be done. */
  readonly isFound?: boolean;
}

/** Two lists that differ in more elements are told as a whole: to compare them takes too long. */
const MOST_EDITS = 300;

/** Where a change is, and what it is from and to. */
type Place = Pick<PropertyChange, "path" | "old" | "new">;

/**
 * What a step changes, as deep as lists and objects let it be told: by the provider's own account, else by comparing
 * the inputs. What is made or deleted as a whole has no changes.
 */
export function propertyChanges(step: ShownStep): PropertyChange[] {
  const { old, new: now, detailedDiff } = step;
  if (old === null || now === null || step.op === "same") return [];
  const told = Object.entries(detailedDiff ?? {});
  return told.length > 0
    ? told.flatMap(([path, diff]) => fromProvider(step, old, now, path, diff))
    : fromInputs(step, old, now);
}

/** All the inputs of what a step makes. */
export function inputsOf(state: StepState | null): PropertyMap {
  return unmarshal(state?.inputs ?? {});
}

/** What the program of a stack exports, or a resource tells of itself. */
export function outputsOf(state: StepState | null): PropertyMap {
  return unmarshal(state?.outputs ?? {});
}

function fromProvider(
  step: ShownStep,
  before: StepState,
  after: StepState,
  written: string,
  diff: PropertyDiff,
): PropertyChange[] {
  const path = parsePropertyPath(written) ?? [written];
  const sides = [
    valueAt(unmarshal(diff.inputDiff || step.isFound ? before.inputs : before.outputs), path),
    valueAt(unmarshal(step.isFound && !diff.inputDiff ? after.outputs : after.inputs), path),
  ];
  const old = sides[0] ?? valueAt(unmarshal(before.inputs), path);
  const now = sides[1] ?? valueAt(unmarshal(after.outputs), path);
  const replaces = diff.diffKind.endsWith("-replace");
  if (diff.diffKind.startsWith("update")) return unfolded(step, { path, old, new: now }, replaces);
  const isAdd = diff.diffKind.startsWith("add");
  return [change(step, { path, old: isAdd ? undefined : old, new: isAdd ? now : undefined }, replaces)];
}

function fromInputs(step: ShownStep, before: StepState, after: StepState): PropertyChange[] {
  const [old, now] = [unmarshal(before.inputs), unmarshal(after.inputs)];
  const replacing = new Set(step.keys ?? []);
  const told = step.diffs ?? [];
  const differing = sortedKeys({ ...old, ...now }).filter((key) => !isEqual(old[key], now[key]));
  // A secret that changed looks the same on both sides.
  return [...new Set([...told, ...differing])]
    .map((key) => ({ path: parsePropertyPath(key) ?? [key], key }))
    .flatMap(({ path, key }) =>
      unfolded(step, { path, old: valueAt(old, path), new: valueAt(now, path) }, replacing.has(key)),
    );
}

/** A change of a list or an object as the changes in it; any other as itself. */
function unfolded(step: ShownStep, place: Place, replaces: boolean): PropertyChange[] {
  const found = inside(place);
  return (found.length === 0 ? [place] : found).map((each) => change(step, each, replaces));
}

function inside({ path, old, new: now }: Place): Place[] {
  if (isPropertyArray(old) && isPropertyArray(now)) return inArrays(path, old, now);
  if (!isPropertyMap(old) || !isPropertyMap(now)) return [];
  return sortedKeys({ ...old, ...now })
    .filter((key) => !isEqual(old[key], now[key]))
    .flatMap((key) => deepest({ path: [...path, key], old: old[key], new: now[key] }));
}

/** An element that comes or goes in the middle does not make the ones behind it look changed. */
function inArrays(path: PropertyPath, old: readonly PropertyValue[], now: readonly PropertyValue[]): Place[] {
  const places: Place[] = [];
  let [oldIndex, newIndex] = [0, 0];
  let removed: PropertyValue[] = [];
  const settle = (added: readonly PropertyValue[]): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      const isAdd = index >= removed.length;
      const at = isAdd || index < added.length ? newIndex + index : oldIndex - removed.length + index;
      places.push(...deepest({ path: [...path, at], old: removed[index], new: added[index] }));
    }
    newIndex += added.length;
    removed = [];
  };
  const options = { comparator: isEqual, maxEditLength: MOST_EDITS };
  for (const part of diffArrays([...old], [...now], options) ?? []) {
    if (part.removed) {
      removed = part.value;
      oldIndex += part.value.length;
    } else if (part.added) settle(part.value);
    else {
      settle([]);
      oldIndex += part.value.length;
      newIndex += part.value.length;
    }
  }
  settle([]);
  return places;
}

function deepest(place: Place): Place[] {
  const found = inside(place);
  return found.length === 0 ? [place] : found;
}

function change(step: ShownStep, place: Place, replaces: boolean): PropertyChange {
  const { path, old, new: now } = place;
  const kind = old === undefined ? "add" : now === undefined ? "delete" : "update";
  const hidden = step.new?.hideDiffs ?? step.old?.hideDiffs ?? [];
  return { path, kind, old, new: now, replaces, isHidden: hidden.some((each) => pathContains(each, path)) };
}

function isEqual(left: PropertyValue | undefined, right: PropertyValue | undefined): boolean {
  return valuesEqual(left ?? null, right ?? null);
}

function unmarshal(properties: Record<string, unknown>): PropertyMap {
  const options = { keepSecrets: true, keepUnknowns: true, keepResources: true, keepOutputValues: true };
  return unmarshalProperties(properties as WireMap, { ...options, skipInternalKeys: true });
}
