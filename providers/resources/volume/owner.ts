import type { VolumeInspectJson } from "../../docker/volumes";
import { isOfOtherStack, isOwnedBy, type Owner, urnIn } from "../../reconcile/ownership";
import type { Bag, Value } from "../bag";

/** In the state: the resource, by its URN, that the volume's labels name. */
const LABELLED = "labelledUrn";

/**
 * Whether a volume is a resource's. The engine gives volumes no id and changes none of their labels: one that the
 * state knows is ours too, whatever the stack was called when it was made or adopted, unless another stack has made it
 * in the meantime.
 */
export function isOurs(facts: VolumeInspectJson, owner: Owner, state: Bag | undefined): boolean {
  if (isOwnedBy(facts.Labels, owner)) return true;
  if (state?.values["name"] !== facts.Name) return false;
  return !isOfOtherStack(facts.Labels, owner.stack) || state.values[LABELLED] === urnIn(facts.Labels);
}

/** What the state of a volume keeps so that it stays ours. */
export function labelledUrn({ Labels }: VolumeInspectJson): Record<string, Value> {
  const urn = urnIn(Labels);
  return urn === undefined ? {} : { [LABELLED]: urn };
}
