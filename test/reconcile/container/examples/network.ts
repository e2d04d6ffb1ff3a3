import type { Examples } from "./example";

/** The network of the examples; on a real engine it has the addresses 10.232.0.0/24 and fd00:232::/64. */
export const NETWORK = "mrg-opt-back";

export const networkExamples: Examples<
  | "ports"
  | "exposedPorts"
  | "publishAllPorts"
  | "networks"
  | "hostname"
  | "domainname"
  | "dns"
  | "dnsOpts"
  | "dnsSearches"
  | "extraHosts"
> = {
  ports: {
    values: [
      [
        { container: 80, host: 18330 },
        { container: 53, protocol: "udp", public: true },
        { container: "9000-9001", host: "18332-18333" },
        { container: 90, host: "18340-18349" },
      ],
      [{ container: 80, host: 18331, address: "127.0.0.2" }],
    ],
    told: {
      ExposedPorts: { "80/tcp": {}, "53/udp": {}, "9000/tcp": {}, "9001/tcp": {}, "90/tcp": {} },
      HostConfig: {
        PortBindings: {
          "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "18330" }],
          "53/udp": [{ HostIp: "", HostPort: "" }],
          "9000/tcp": [{ HostIp: "127.0.0.1", HostPort: "18332" }],
          "9001/tcp": [{ HostIp: "127.0.0.1", HostPort: "18333" }],
          "90/tcp": [{ HostIp: "127.0.0.1", HostPort: "18340-18349" }],
        },
      },
    },
    spelling: [
      { container: "90", host: "18340-18349" },
      { container: 9001, host: 18333 },
      { container: 9000, host: "18332" },
      { container: 53, protocol: "udp", public: true },
      { container: 80, host: 18330, protocol: "tcp", address: "127.0.0.1" },
    ],
    change: "replace",
  },
  exposedPorts: {
    values: [["90", "53/udp", "100-101"], ["91"]],
    told: { ExposedPorts: { "90/tcp": {}, "53/udp": {}, "100/tcp": {}, "101/tcp": {} } },
    spelling: ["100/tcp", "101/tcp", "90/tcp", "53/udp"],
    change: "replace",
  },
  publishAllPorts: {
    values: [true, false],
    told: { HostConfig: { PublishAllPorts: true } },
    change: "replace",
  },
  networks: {
    values: [
      [
        {
          network: NETWORK,
          aliases: ["b", "a"],
          linkLocalIps: ["169.254.34.68"],
          driverOpts: { "opt.a": "1" },
        },
      ],
      [{ network: NETWORK, ipv4Address: "10.232.0.9" }, { network: "bridge" }],
    ],
    told: {
      HostConfig: { NetworkMode: NETWORK },
      endpoint: {
        Aliases: ["b", "a"],
        IPAMConfig: { LinkLocalIPs: ["169.254.34.68"] },
        DriverOpts: { "opt.a": "1" },
      },
    },
    spelling: [
      {
        network: NETWORK,
        driverOpts: { "opt.a": "1" },
        linkLocalIps: ["169.254.34.68"],
        aliases: ["a", "b"],
      },
    ],
    also: [
      [{ network: NETWORK, macAddress: "02:42:ac:11:00:99" }],
      [{ network: "container:mrg-opt-other" }],
      [{ network: NETWORK, ipv6Address: "fd00:232::9" }],
    ],
    newer: {
      "[].gwPriority": [{ network: NETWORK, gwPriority: 5 }],
    },
    change: "update",
    unset: "update",
  },
  hostname: { values: ["one", "two"], told: { Hostname: "one" }, change: "replace" },
  domainname: { values: ["a.test", "b.test"], told: { Domainname: "a.test" }, change: "replace" },
  dns: {
    values: [["192.0.2.1", "192.0.2.2"], ["192.0.2.2"]],
    told: { HostConfig: { Dns: ["192.0.2.1", "192.0.2.2"] } },
    change: "replace",
  },
  dnsOpts: {
    values: [["ndots:2", "rotate"], ["ndots:3"]],
    told: { HostConfig: { DnsOptions: ["ndots:2", "rotate"] } },
    spelling: ["rotate", "ndots:2"],
    change: "replace",
  },
  dnsSearches: {
    values: [["a.test", "b.test"], ["."]],
    told: { HostConfig: { DnsSearch: ["a.test", "b.test"] } },
    change: "replace",
  },
  extraHosts: {
    values: [
      [
        { host: "a", ip: "192.0.2.1" },
        { host: "six", ip: "2001:DB8::1" },
        { host: "up", ip: "host-gateway" },
      ],
      [{ host: "a", ip: "192.0.2.2" }],
    ],
    told: { HostConfig: { ExtraHosts: ["a:192.0.2.1", "six:2001:db8::1", "up:host-gateway"] } },
    spelling: [
      { host: "up", ip: "host-gateway" },
      { host: "six", ip: "2001:db8::1" },
      { host: "a", ip: "192.0.2.1" },
    ],
    change: "replace",
  },
};
