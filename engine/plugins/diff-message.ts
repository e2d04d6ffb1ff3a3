import { DiffResponse as DiffMessage, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { DiffKind, DiffResponse } from "./provider";

const { DiffChanges } = DiffMessage;
const { Kind } = PropertyDiff;
const diffKinds: Readonly<Record<number, DiffKind>> = {
  [Kind.ADD]: "add",
  [Kind.ADD_REPLACE]: "add-replace",
  [Kind.DELETE]: "delete",
  [Kind.DELETE_REPLACE]: "delete-replace",
  [Kind.UPDATE]: "update",
  [Kind.UPDATE_REPLACE]: "update-replace",
};

/** What a provider answers to a diff, as the engine knows it. */
export function toDiff(response: DiffMessage): DiffResponse {
  const changes = response.getChanges();
  return {
    changes:
      changes === DiffChanges.DIFF_NONE ? "none" : changes === DiffChanges.DIFF_SOME ? "some" : "unknown",
    replaceKeys: response.getReplacesList(),
    stableKeys: response.getStablesList(),
    changedKeys: response.getDiffsList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
    detailedDiff: response.getHasdetaileddiff()
      ? Object.fromEntries(
          [...response.getDetaileddiffMap().entries()].map(([path, diff]) => [
            path,
            // A kind of the future counts as a plain change.
            { diffKind: diffKinds[diff.getKind()] ?? "update", inputDiff: diff.getInputdiff() },
          ]),
        )
      : undefined,
  };
}
