import type { VolumeCreateJson } from "../../docker/volumes";
import { isOwnedBy, LABEL_PREFIX, type Labels, type Owner, ownershipLabels } from "../ownership";
import type { Attached } from "./attached";

const ATTACHED = `${LABEL_PREFIX}attached`;

/**
 * The volume that remembers who was on a network while it is made anew: between the old network and the new one there
 * is none that could carry it, and nobody else knows of containers that are not in the program.
 */
export function recordName(network: string): string {
  return `${network}.attached`;
}

/** The engine's create request of the record. It holds nothing but its labels. */
export function recordRequest(owner: Owner, attached: readonly Attached[]): VolumeCreateJson {
  return {
    Name: recordName(owner.name),
    Driver: "local",
    DriverOpts: {},
    Labels: { ...ownershipLabels(owner, "", "reconnect"), [ATTACHED]: JSON.stringify(attached) },
  };
}

/** What a record remembers; undefined where it is not this resource's. */
export function readRecord(labels: Labels | null | undefined, owner: Owner): readonly Attached[] | undefined {
  if (!isOwnedBy(labels, owner)) return undefined;
  return JSON.parse(labels?.[ATTACHED] ?? "[]") as readonly Attached[];
}
