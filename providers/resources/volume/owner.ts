import type { VolumeInspectJson } from "../../docker/volumes";
import { isOfOtherStack, isOwnedBy, type Owner, urnIn } from "../../reconcile/ownership";
import type { Bag, Value } from "../bag";

/** In the state: the resource of another stack, by its URN, that an adopted volume still has the labels of. */
const ADOPTED_FROM = "adoptedFrom";

/**
 * Whether a volume is a resource's. The engine gives volumes no id and changes none of their labels: one that the
 * state knows is ours too, unless another stack has made it in the meantime.
 */
export function isOurs(facts: VolumeInspectJson, owner: Owner, state: Bag | undefined): boolean {
  if (isOwnedBy(facts.Labels, owner)) return true;
  if (state?.values["name"] !== facts.Name) return false;
  return !isOfOtherStack(facts.Labels, owner.stack) || state.values[ADOPTED_FROM] === urnIn(facts.Labels);
}

/** What the state of a volume keeps so that it stays ours. */
export function adoptedFrom({ Labels }: VolumeInspectJson, { stack }: Owner): Record<string, Value> {
  const urn = urnIn(Labels);
  return urn !== undefined && isOfOtherStack(Labels, stack) ? { [ADOPTED_FROM]: urn } : {};
}
