import type { ContainerSpec, OptionName } from "../../../../providers/reconcile/container/options/option";
import type { Told } from "./example";

/** A value of an option, and what the engine must be told of it. */
export interface PartExample<K extends OptionName = OptionName> {
  readonly name: K;
  readonly value: NonNullable<ContainerSpec[K]>;
  readonly told: Told;
}

const part = <K extends OptionName>(name: K, value: NonNullable<ContainerSpec[K]>, told: Told): PartExample =>
  ({ name, value, told }) as PartExample;

const bind = (mount: Readonly<Record<string, unknown>>): Told => ({
  HostConfig: { Mounts: [{ Type: "bind", Source: "/etc", Target: "/host", ...mount }] },
});

/** The fields of an option that its example leaves out, and those that have one value there. */
export const parts: readonly PartExample[] = [
  part(
    "healthcheck",
    { test: ["CMD", "/ok"], intervalSeconds: 4, startPeriodSeconds: 3, startIntervalSeconds: 2 },
    {
      Healthcheck: {
        Test: ["CMD", "/ok"],
        Interval: 4_000_000_000,
        Timeout: 0,
        Retries: 0,
        StartPeriod: 3_000_000_000,
        StartInterval: 2_000_000_000,
      },
    },
  ),
  part(
    "networks",
    [
      {
        network: "back",
        ipv4Address: "10.232.0.9",
        ipv6Address: "2001:db8::9",
        macAddress: "02:42:ac:11:00:99",
        gwPriority: 5,
      },
    ],
    {
      MacAddress: "02:42:ac:11:00:99",
      HostConfig: { NetworkMode: "back" },
      endpoint: {
        IPAMConfig: { IPv4Address: "10.232.0.9", IPv6Address: "2001:db8::9" },
        MacAddress: "02:42:ac:11:00:99",
        GwPriority: 5,
      },
    },
  ),
  part("volumes", [{ volume: "data", target: "/a", readOnly: true, subpath: "here" }], {
    HostConfig: {
      Mounts: [
        {
          Type: "volume",
          Source: "data",
          Target: "/a",
          ReadOnly: true,
          VolumeOptions: { Subpath: "here" },
        },
      ],
    },
  }),
  part(
    "binds",
    [{ source: "/etc", target: "/host", nonRecursive: true }],
    bind({ ReadOnly: false, BindOptions: { NonRecursive: true } }),
  ),
  part(
    "binds",
    [{ source: "/etc", target: "/host", createMountpoint: true }],
    bind({ ReadOnly: false, BindOptions: { CreateMountpoint: true } }),
  ),
  part(
    "binds",
    [{ source: "/etc", target: "/host", readOnly: true, readOnlyNonRecursive: true }],
    bind({ ReadOnly: true, BindOptions: { ReadOnlyNonRecursive: true } }),
  ),
  part(
    "binds",
    [{ source: "/etc", target: "/host", readOnly: true, readOnlyForceRecursive: true }],
    bind({ ReadOnly: true, BindOptions: { ReadOnlyForceRecursive: true } }),
  ),
  part("deviceRequests", [{ deviceIds: ["0", "1"], capabilities: [["gpu"]] }], {
    HostConfig: {
      DeviceRequests: [{ Driver: "", Count: 0, DeviceIDs: ["0", "1"], Capabilities: [["gpu"]], Options: {} }],
    },
  }),
];
