import type { UpcomingStep } from "../../../engine/operations";
import { differences, parsePropertyPath, type PropertyMap } from "../../../engine/values";
import type { PropertyChange } from "../../plan";
import { shownAt, shownProperties } from "./shown";

/** What a step changes of its resource, in the order in which the provider tells it. */
export function propertyChanges(step: UpcomingStep): PropertyChange[] {
  switch (step.op) {
    case "create":
    case "import":
      return wholly("add", step.new?.state.inputs ?? {});
    case "delete":
      return wholly("delete", step.old?.state.inputs ?? {});
    case "update":
    case "create-replacement":
    case "import-replacement":
      return differing(step);
    case "same":
    case "replace":
    case "delete-replaced":
    case "read":
    case "read-replacement":
    case "refresh":
    case "discard":
    case "discard-replaced":
    case "remove-pending-replace":
      return [];
  }
}

function wholly(kind: "add" | "delete", inputs: PropertyMap): PropertyChange[] {
  const side = kind === "add" ? "new" : "old";
  return Object.entries(shownProperties(inputs))
    .filter(([path]) => !path.startsWith("__"))
    .map(([path, value]) => ({ path, kind, replaces: false, isDrift: false, [side]: value }));
}

function differing({ difference, old, new: entry }: UpcomingStep): PropertyChange[] {
  const { inputs = {}, outputs = {} } = old?.state ?? {};
  const news = entry?.state.inputs ?? {};
  return found(difference, inputs, news).map(({ path, kind, replaces, isDrift }) => {
    const at = parsePropertyPath(path) ?? [path];
    const before = kind === "add" ? undefined : shownAt(isDrift ? outputs : inputs, at);
    const after = kind === "delete" ? undefined : shownAt(news, at);
    return {
      path,
      kind,
      replaces,
      isDrift,
      ...(before === undefined ? {} : { old: before }),
      ...(after === undefined ? {} : { new: after }),
    };
  });
}

type Found = Pick<PropertyChange, "path" | "kind" | "replaces" | "isDrift">;

/** What differs: as the provider tells it in detail, else by the names that it tells, else as the inputs compare. */
function found(
  { detailedDiff, diffs, keys = [] }: UpcomingStep["difference"],
  before: PropertyMap,
  after: PropertyMap,
): Found[] {
  if (detailedDiff !== undefined && Object.keys(detailedDiff).length > 0) {
    return Object.entries(detailedDiff).map(([path, { diffKind, inputDiff }]) => ({
      path,
      kind: diffKind.replace("-replace", "") as Found["kind"],
      replaces: diffKind.endsWith("-replace"),
      isDrift: !inputDiff,
    }));
  }
  const compared = differences(before, after).filter(({ path }) => !diffs?.length || isIn(path, diffs));
  return compared.map(({ path, kind }) => ({ path, kind, replaces: isIn(path, keys), isDrift: false }));
}

function isIn(path: string, names: readonly string[]): boolean {
  const [first] = parsePropertyPath(path) ?? [];
  return names.some((name) => parsePropertyPath(name)?.[0] === first);
}
