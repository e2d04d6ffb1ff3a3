import type { VolumeArgs } from "../../../sdk/volume";
import type { VolumeCreateJson, VolumeInspectJson } from "../../docker/volumes";
import type { Lowered } from "../../resources/lowered";
import { type Owner, ownershipLabels, withoutOwnership } from "../ownership";
import type { Table } from "../table";

/** What a volume shall be. */
export type VolumeSpec = Omit<Lowered<VolumeArgs>, "host" | "name" | "forceDestroy">;

const DEFAULT_DRIVER = "local";

/** Every option of a volume. The engine can change none of a volume that is there. */
export const volumeOptions: Table<VolumeSpec, VolumeInspectJson> = {
  driver: {
    field: "Driver",
    unset: DEFAULT_DRIVER,
    refusal: /volume (plugin|driver)/i,
    read: ({ Driver }) => Driver,
  },
  driverOptions: {
    field: "Options",
    unset: {},
    refusal: /option|mount/i,
    read: ({ Options }) => ({ ...Options }),
  },
  labels: {
    field: "Labels",
    unset: {},
    read: ({ Labels }) => ({ ...withoutOwnership(Labels) }),
    // A label is not worth anybody's data.
    same: () => true,
  },
};

/** The engine's create request of a volume. */
export function volumeRequest(spec: VolumeSpec, owner: Owner, specHash: string): VolumeCreateJson {
  return {
    Name: owner.name,
    Driver: spec.driver ?? DEFAULT_DRIVER,
    DriverOpts: spec.driverOptions ?? {},
    Labels: { ...spec.labels, ...ownershipLabels(owner, specHash, "create") },
  };
}
