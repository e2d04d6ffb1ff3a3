import type { ContainerSummaryJson } from "../../docker/container-json";
import { isOwnedBy, type Labels, nextName, type Owner, previousName, urnIn } from "../ownership";

/** The containers of one resource: the one in place, and what an interrupted run may have left of others. */
export interface Slots<T> {
  /** Under the final name. */
  readonly current?: T | undefined;
  /** A new one that has not taken over. */
  readonly next?: T | undefined;
  /** One that was replaced. */
  readonly previous?: T | undefined;
  /** Ours under a name that somebody gave it. */
  readonly renamed?: T | undefined;
}

/** A container of somebody else under a name that is needed. */
export interface Taken {
  readonly name: string;
  readonly id: string;
  readonly labels: Labels;
}

export interface FoundSlots {
  /** Ids of the containers. */
  readonly slots: Slots<string>;
  readonly taken: readonly Taken[];
}

/**
 * Finds a resource's containers among all of the host. Its own are those that carry its labels, and the one that
 * its state knows by id: an imported one has no labels, one of a resource that was renamed in the program, or of a lost
 * stack, has old ones. What an interrupted swap left beside that one has the same.
 */
export function findSlots(
  containers: readonly ContainerSummaryJson[],
  owner: Owner,
  knownId: string | undefined,
): FoundSlots {
  const formerUrn = urnIn(containers.find(({ Id }) => Id === knownId)?.Labels);
  const former = formerUrn === undefined ? owner : { ...owner, urn: formerUrn };
  const isOurs = ({ Id, Labels }: ContainerSummaryJson) =>
    Id === knownId || isOwnedBy(Labels, owner) || isOwnedBy(Labels, former);
  const named = (name: string) => containers.find((container) => nameOf(container) === name);
  const ours = (container: ContainerSummaryJson | undefined) =>
    container !== undefined && isOurs(container) ? container.Id : undefined;

  const names = [owner.name, nextName(owner.name), previousName(owner.name)];
  const [current, next, previous] = names.map(named);
  const elsewhere = containers.filter((container) => !names.includes(nameOf(container)) && isOurs(container));
  const renamed =
    elsewhere.find(({ Id }) => Id === knownId) ?? (elsewhere.length === 1 ? elsewhere[0] : undefined);
  return {
    slots: {
      current: ours(current),
      next: ours(next),
      previous: ours(previous),
      renamed: current === undefined ? renamed?.Id : undefined,
    },
    taken: [current, next, previous]
      .filter((container) => container !== undefined && !isOurs(container))
      .map((container) => toTaken(container as ContainerSummaryJson)),
  };
}

/** A container's own name, without the slash. */
export function nameOf(container: ContainerSummaryJson): string {
  // Names with another slash inside are those that links give it.
  const own = container.Names.find((name) => name.lastIndexOf("/") === 0);
  return (own ?? container.Names[0] ?? container.Id).replace(/^\//, "");
}

function toTaken(container: ContainerSummaryJson): Taken {
  return { name: nameOf(container), id: container.Id, labels: container.Labels ?? {} };
}
