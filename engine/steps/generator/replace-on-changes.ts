import { asReplace } from "../../plugins/diff-response";
import type { DiffResponse } from "../../plugins/provider";
import { EngineError } from "../../errors";
import { parsePropertyPath, pathContains, type PropertyPath } from "../../values";

/** The path that stands for a resource that was not well. */
const initErrorPath = "#initerror";

/** What the provider says of the difference, with what the program wants replaced made a replacement. */
export function withReplaceOnChanges(
  diff: DiffResponse,
  replaceOnChanges: readonly string[],
  hasInitErrors: boolean,
): DiffResponse {
  if (diff.changes !== "some" && !hasInitErrors) return diff;
  const paths = replaceOnChanges.map(pathOf);
  const isWanted = (text: string) => {
    const path = parsePropertyPath(text);
    return path !== undefined && paths.some((wanted) => pathContains(wanted, path));
  };
  const details = Object.entries(diff.detailedDiff ?? {}).map(
    ([text, property]) => [text, isWanted(text) ? asReplace(property) : property] as const,
  );
  const replaceKeys = [...new Set([...diff.replaceKeys, ...diff.changedKeys.filter(isWanted)])];
  const changed: DiffResponse = {
    ...diff,
    replaceKeys,
    ...(diff.detailedDiff ? { detailedDiff: Object.fromEntries(details) } : {}),
  };
  if (!hasInitErrors || !isWanted(initErrorPath)) return changed;
  return {
    ...changed,
    changes: "some",
    replaceKeys: [...replaceKeys, initErrorPath],
    ...(changed.detailedDiff
      ? {
          detailedDiff: {
            ...changed.detailedDiff,
            [initErrorPath]: { diffKind: "update-replace", inputDiff: false },
          },
        }
      : {}),
  };
}

function pathOf(text: string): PropertyPath {
  const path = parsePropertyPath(text);
  if (!path) throw new EngineError(`replaceOnChanges: ${JSON.stringify(text)} is not a property path`);
  return path;
}
