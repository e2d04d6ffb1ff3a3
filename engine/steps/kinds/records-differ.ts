import { isDeepStrictEqual } from "node:util";

import type { ResourceState } from "../../state/resource-state";
import { propertiesEqual, valuesEqual } from "../../values";

const compared = [
  "urn",
  "type",
  "custom",
  "customTimeouts",
  "retainOnDelete",
  "provider",
  "parent",
  "deletedWith",
  "replaceWith",
  "protect",
  "resourceHooks",
] as const satisfies readonly (keyof ResourceState)[];

/**
 * Whether a resource that stays the same is still to be saved at once; else its record can wait for the next save.
 * Source positions, times and the like are no reason.
 */
export function recordsDiffer(old: ResourceState, now: ResourceState): boolean {
  return (
    compared.some((key) => !isDeepStrictEqual(old[key], now[key])) ||
    !propertiesEqual(old.inputs, now.inputs) ||
    !propertiesEqual(old.outputs, now.outputs) ||
    !isDeepStrictEqual(old.dependencies.toSorted(), now.dependencies.toSorted()) ||
    !valuesEqual(old.replacementTrigger, now.replacementTrigger)
  );
}
