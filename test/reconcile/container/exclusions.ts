/** Fields of the API that no option stands for. */
export interface Exclusion {
  readonly fields: readonly string[];
  readonly reason: string;
}

const endpoint = (key: string) => `NetworkingConfig.EndpointsConfig{}.${key}`;
const host = (key: string) => `HostConfig.${key}`;

export const exclusions: readonly Exclusion[] = [
  {
    fields: [
      "ArgsEscaped",
      ...["CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth", "Isolation"].map(host),
    ],
    reason: "It is for containers of Windows.",
  },
  {
    fields: [
      ...["NetworkID", "EndpointID", "Gateway", "IPAddress", "IPPrefixLen", "IPv6Gateway"].map(endpoint),
      ...["GlobalIPv6Address", "GlobalIPv6PrefixLen", "DNSNames[]"].map(endpoint),
    ],
    reason: "The engine tells it in its answers, and does not take it.",
  },
  {
    fields: [
      "AttachStdin",
      "AttachStdout",
      "AttachStderr",
      "StdinOnce",
      host("ConsoleSize[]"),
      host("ContainerIDFile"),
    ],
    reason: "It is for a client that stays attached, as `docker run` does.",
  },
  {
    fields: [host("AutoRemove")],
    reason: "A container that removes itself cannot be kept as the program says.",
  },
  {
    fields: [host("Links[]"), endpoint("Links[]")],
    reason: "Links are Docker's legacy; the aliases of a network do the same.",
  },
  {
    fields: [
      ...[
        "Binds[]",
        "Mounts[].Consistency",
        "Mounts[].TmpfsOptions.SizeBytes",
        "Mounts[].TmpfsOptions.Mode",
      ].map(host),
      host("Mounts[].TmpfsOptions.Options[][]"),
      "NetworkDisabled",
    ],
    reason: "It is another spelling of what `binds`, `volumes`, `tmpfs` and the network `none` say.",
  },
  {
    fields: [
      "Volumes{}",
      host("VolumeDriver"),
      host("Mounts[].VolumeOptions.Labels{}"),
      host("Mounts[].VolumeOptions.DriverConfig.Name"),
      host("Mounts[].VolumeOptions.DriverConfig.Options{}"),
    ],
    reason: "It makes volumes on the way; a Volume has a name, an owner and a protection of its own.",
  },
  {
    fields: ["OnBuild[]", "Shell[]"],
    reason: "It is for builds from the image, and does nothing to a container.",
  },
  {
    fields: [host("KernelMemory"), host("KernelMemoryTCP"), host("Capabilities[]"), host("Cgroup")],
    reason: "It was withdrawn, or engines and kernels of today leave it out without a word.",
  },
  {
    fields: [host("Mounts[].ImageOptions.Subpath")],
    reason: "Images as mounts came with engine 28.0; a Volume holds files for now.",
  },
];
