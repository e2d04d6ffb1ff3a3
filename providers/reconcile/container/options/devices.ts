import type { DeviceRequestJson } from "../../../docker/container-json";
import { rows, set } from "./fields";
import type { ContainerSpec, OptionOf } from "./option";

type Device = NonNullable<ContainerSpec["devices"]>[number];
type DeviceRequest = NonNullable<ContainerSpec["deviceRequests"]>[number];

const PERMISSIONS = "rwm";

export const devices: OptionOf<"devices"> = rows<Device, "Devices">(
  "Devices",
  {
    toJson: ({ hostPath, containerPath, permissions }) => ({
      PathOnHost: hostPath,
      PathInContainer: containerPath ?? hostPath,
      CgroupPermissions: [...PERMISSIONS]
        .filter((one) => (permissions ?? PERMISSIONS).includes(one))
        .join(""),
    }),
    fromJson: ({ PathOnHost, PathInContainer, CgroupPermissions }) => ({
      hostPath: PathOnHost,
      ...(PathInContainer === PathOnHost ? {} : { containerPath: PathInContainer }),
      ...(CgroupPermissions === PERMISSIONS ? {} : { permissions: CgroupPermissions }),
    }),
  },
  {
    fields: ["PathOnHost", "PathInContainer", "CgroupPermissions"].map(
      (key) => `HostConfig.Devices[].${key}`,
    ),
    refusal: /gathering device information|device .*no such file/i,
  },
);

export const deviceRequests: OptionOf<"deviceRequests"> = rows<DeviceRequest, "DeviceRequests">(
  "DeviceRequests",
  {
    toJson: ({ driver, count, deviceIds, capabilities, options }) => ({
      Driver: driver ?? "",
      Count: count ?? 0,
      DeviceIDs: deviceIds ?? [],
      Capabilities: (capabilities ?? []).map((all) => [...all].sort()),
      Options: options ?? {},
    }),
    fromJson: requestFromJson,
  },
  {
    fields: ["Driver", "Count", "DeviceIDs[]", "Capabilities[][]", "Options{}"].map(
      (key) => `HostConfig.DeviceRequests[].${key}`,
    ),
    refusal: /device driver|cannot set both Count and DeviceIDs/i,
  },
);

export const deviceCgroupRules: OptionOf<"deviceCgroupRules"> = set("DeviceCgroupRules", {
  refusal: /device cgroup rule/i,
});

function requestFromJson(json: DeviceRequestJson): DeviceRequest {
  const { Driver, Count, DeviceIDs, Capabilities, Options } = json;
  return {
    ...(Driver ? { driver: Driver } : {}),
    ...(Count ? { count: Count } : {}),
    ...(DeviceIDs?.length ? { deviceIds: [...DeviceIDs] } : {}),
    ...(Capabilities?.length ? { capabilities: Capabilities.map((all) => [...all]) } : {}),
    ...(Options && Object.keys(Options).length > 0 ? { options: { ...Options } } : {}),
  };
}
