import type { HostConfigJson } from "../../../docker/container-json";
import { amount, rows } from "./fields";
import type { ContainerSpec, OptionOf } from "./option";

type Rate = NonNullable<ContainerSpec["deviceReadBps"]>[number];
type Weight = NonNullable<ContainerSpec["blkioWeightDevices"]>[number];
type RateKey = Extract<keyof HostConfigJson, `BlkioDevice${string}`>;

export const blkioWeight: OptionOf<"blkioWeight"> = amount("BlkioWeight", 1, {
  default: "the kernel's",
  inPlace: ["BlkioWeight"],
  refusal: /Block I\/O weight or/,
});

export const blkioWeightDevices: OptionOf<"blkioWeightDevices"> = rows<Weight, "BlkioWeightDevice">(
  "BlkioWeightDevice",
  {
    toJson: ({ path, weight }) => ({ Path: path, Weight: weight }),
    fromJson: ({ Path, Weight }) => ({ path: Path, weight: Weight }),
  },
  {
    fields: ["HostConfig.BlkioWeightDevice[].Path", "HostConfig.BlkioWeightDevice[].Weight"],
    refusal: /Block I\/O weight_device/,
  },
);

export const deviceReadBps = rates("BlkioDeviceReadBps", /BPS limit|bps.*read|read_bps/i);
export const deviceWriteBps = rates("BlkioDeviceWriteBps", /BPS write limit|write_bps/i);
export const deviceReadIops = rates("BlkioDeviceReadIOps", /IOPS read limit|read_iops/i);
export const deviceWriteIops = rates("BlkioDeviceWriteIOps", /IOPS write limit|write_iops/i);

function rates(key: RateKey, refusal: RegExp): OptionOf<"deviceReadBps"> {
  return rows<Rate, RateKey>(
    key,
    {
      toJson: ({ path, rate }) => ({ Path: path, Rate: rate }),
      fromJson: ({ Path, Rate }) => ({ path: Path, rate: Rate }),
    },
    { fields: [`HostConfig.${key}[].Path`, `HostConfig.${key}[].Rate`], refusal },
  );
}
