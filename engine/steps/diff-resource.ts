import type { DiffRequest, DiffResponse } from "../plugins/provider";
import { changedKeys, differences } from "../values";
import type { Diagnostics, ResourceProvider } from "./context";
import { withIgnoredChanges } from "./ignore-changes";

/** What a provider says of the difference; where it can't tell, the inputs are compared. */
export async function diffResource(
  provider: Pick<ResourceProvider, "diff">,
  request: DiffRequest,
  diagnostics: Diagnostics,
): Promise<DiffResponse> {
  const diff = await provider.diff(request);
  if (diff.changes !== "unknown") return diff;
  const { urn, oldInputs, ignoreChanges } = request;
  const newInputs = withIgnoredChanges(request.newInputs, oldInputs, ignoreChanges, (message) => {
    diagnostics.info(message, urn);
  });
  const found = differences(oldInputs, newInputs);
  if (found.length === 0) return { ...diff, changes: "none" };
  return {
    ...diff,
    changes: "some",
    changedKeys: changedKeys(oldInputs, newInputs),
    detailedDiff: Object.fromEntries(
      found.map(({ path, kind }) => [path, { diffKind: kind, inputDiff: true }]),
    ),
  };
}
