import type { Value } from "../../providers/resources/bag";

/** What a container is given, and the one failure that must come of it. */
export type Wrong = readonly [what: string, given: Record<string, Value>, failure: RegExp];

export const wrong: readonly Wrong[] = [
  ["a name that the engine refuses", { name: "-a" }, /^name must/],
  ["a label of Moorage's", { labels: { "io.moorage.urn": "x" } }, /^labels\["io\.moorage\.urn"\] must not/],
  [
    "a host port twice",
    {
      ports: [
        { container: 1, host: 80 },
        { container: 2, host: 80 },
      ],
    },
    /^ports\[1\]\.host .*80/,
  ],
  [
    "all addresses without saying so",
    { ports: [{ container: 1, address: "0.0.0.0" }] },
    /^ports\[0\]\.address .*public/,
  ],
  [
    "all addresses in another spelling without saying so",
    { ports: [{ container: 1, address: "0::0:0" }] },
    /^ports\[0\]\.address .*public/,
  ],
  // The engine would take all addresses for them.
  [
    "a name for the address of a port",
    { ports: [{ container: 1, host: 1, address: "localhost" }] },
    /^ports\[0\]\.address .*IP address/,
  ],
  [
    "an address of a port with a zone",
    { ports: [{ container: 1, host: 1, address: "fe80::1%eth0" }] },
    /^ports\[0\]\.address .*IP address/,
  ],
  [
    "one address and all",
    { ports: [{ container: 1, address: "10.0.0.1", public: true }] },
    /^ports\[0\]\.address/,
  ],
  [
    "a target twice",
    { volumes: [{ volume: "a", target: "/a" }], binds: [{ source: "/b", target: "/a" }] },
    /^binds\[0\]\.target/,
  ],
  [
    "a mount in a file",
    {
      files: [{ target: "/etc/app", content: "x" }],
      tmpfs: [{ target: "/etc/app/data" }],
    },
    /^tmpfs\[0\]\.target lies in \/etc\/app, which is a file/,
  ],
  ["a network twice", { networks: [{ network: "a" }, { network: "a" }] }, /^networks\[1\]\.network/],
  [
    "a fixed address on the default network",
    { networks: [{ network: "bridge", ipv4Address: "172.17.0.9" }] },
    /^networks\[0\]\.ipv4Address/,
  ],
  [
    "aliases on the host's network",
    { networks: [{ network: "host", aliases: ["a"] }] },
    /^networks\[0\]\.aliases/,
  ],
  ["ports on the host's network", { networks: [{ network: "host" }], ports: [{ container: 80 }] }, /^ports /],
  [
    "the host's network and another",
    { networks: [{ network: "host" }, { network: "a" }] },
    /^networks\[0\]\.network/,
  ],
  ["retries without on-failure", { maxRetryCount: 3 }, /^maxRetryCount .*on-failure/],
  [
    "a reservation above the limit",
    { memoryMiB: 64, memoryReservationMiB: 65 },
    /^memoryReservationMiB .*64/,
  ],
  ["a command without a word", { command: [] }, /^command /],
  ["a health check of no kind", { healthcheck: { test: ["/ok"] } }, /^healthcheck\.test /],
  ["a variable with =", { env: { "A=B": "1" } }, /^env\["A=B"\] /],
  [
    "start-first with a fixed port",
    { updateStrategy: "start-first", ports: [{ container: 1, host: 80 }] },
    /^updateStrategy .*port/,
  ],
  [
    "start-first with a fixed address",
    { updateStrategy: "start-first", networks: [{ network: "a", ipv4Address: "10.0.0.2" }] },
    /^updateStrategy .*address/,
  ],
  [
    "a port range of unequal length",
    { ports: [{ container: "8000-8010", host: "9000-9005" }] },
    /^ports\[0\]\.host has 6 ports, .*11/,
  ],
  [
    "a range that runs backwards",
    { ports: [{ container: "90-80" }] },
    /^ports\[0\]\.container must be a port/,
  ],
  ["a port beyond the last", { ports: [{ container: "80-70000" }] }, /^ports\[0\]\.container must be a port/],
  [
    "a host port twice, once in a range",
    {
      ports: [
        { container: "80-82", host: "8080-8082" },
        { container: 90, host: 8081 },
      ],
    },
    /^ports\[1\]\.host .*8081/,
  ],
  ["a protocol that no port has", { exposedPorts: ["80/icmp"] }, /^exposedPorts\[0\] must be a port/],
  [
    "all ports published on the host's network",
    { networks: [{ network: "host" }], publishAllPorts: true },
    /^publishAllPorts /,
  ],
  [
    "an alias twice",
    { networks: [{ network: "a", aliases: ["x", "y", "x"] }] },
    /^networks\[0\]\.aliases\[2\] .*x/,
  ],
  [
    "no IPv4 address",
    { networks: [{ network: "a", ipv4Address: "10.0.0" }] },
    /^networks\[0\]\.ipv4Address /,
  ],
  [
    "no IPv6 address",
    { networks: [{ network: "a", ipv6Address: "10.0.0.1" }] },
    /^networks\[0\]\.ipv6Address /,
  ],
  [
    "no link-local address",
    { networks: [{ network: "a", linkLocalIps: ["x"] }] },
    /^networks\[0\]\.linkLocalIps\[0\] /,
  ],
  [
    "a MAC address on the second network",
    { networks: [{ network: "a" }, { network: "b", macAddress: "02:42:ac:11:00:02" }] },
    /^networks\[1\]\.macAddress .*first/,
  ],
  [
    "a MAC address on the host's network",
    { networks: [{ network: "host", macAddress: "02:42:ac:11:00:02" }] },
    /^networks\[0\]\.macAddress /,
  ],
  [
    "a host name on another container's network",
    { networks: [{ network: "container:db" }], hostname: "a" },
    /^hostname .*container:db/,
  ],
  ["a domain name beside the host's own", { utsMode: "host", domainname: "a" }, /^domainname .*utsMode/],
  ["a host name beside the host's own", { utsMode: "host", hostname: "a" }, /^hostname .*utsMode/],
  [
    "kernel parameters of the host's network",
    { networks: [{ network: "host" }], sysctls: { "net.core.somaxconn": "1" } },
    /^sysctls .*host/,
  ],
  [
    "a kernel parameter of the whole host",
    { sysctls: { "vm.swappiness": "1" } },
    /^sysctls\["vm\.swappiness"\] /,
  ],
  [
    "a kernel parameter of the host's IPC",
    { ipcMode: "host", sysctls: { "kernel.shmmax": "1" } },
    /^sysctls\["kernel\.shmmax"\] .*ipcMode/,
  ],
  ["a DNS server by name", { dns: ["dns.test"] }, /^dns\[0\] must be an IP address/],
  ["a host entry without address", { extraHosts: [{ host: "a", ip: "b" }] }, /^extraHosts\[0\]\.ip /],
  ["swap below memory", { memoryMiB: 64, memorySwapMiB: 32 }, /^memorySwapMiB .*64/],
  ["swap without memory", { memorySwapMiB: 64 }, /^memorySwapMiB goes only with/],
  ["processors twice", { cpus: 1, cpuQuotaMicroseconds: 5000 }, /^cpuQuotaMicroseconds .*cpus/],
  [
    "more realtime than there is",
    { cpuRealtimePeriodMicroseconds: 1000, cpuRealtimeRuntimeMicroseconds: 2000 },
    /^cpuRealtimeRuntimeMicroseconds .*1000/,
  ],
  [
    "a soft limit above the hard one",
    { ulimits: [{ name: "nofile", soft: 2, hard: 1 }] },
    /^ulimits\[0\]\.soft .*1/,
  ],
  [
    "a limit twice",
    {
      ulimits: [
        { name: "nofile", soft: 1, hard: 1 },
        { name: "nofile", soft: 2, hard: 2 },
      ],
    },
    /^ulimits\[1\]\.name .*nofile/,
  ],
  [
    "two devices at one place",
    { devices: [{ hostPath: "/dev/a" }, { hostPath: "/dev/b", containerPath: "/dev/a" }] },
    /^devices\[1\] .*\/dev\/a/,
  ],
  [
    "how many devices, and which",
    { deviceRequests: [{ count: 1, deviceIds: ["0"] }] },
    /^deviceRequests\[0\]\.count /,
  ],
  [
    "a rate twice",
    {
      deviceReadBps: [
        { path: "/dev/a", rate: 1 },
        { path: "/dev/a", rate: 2 },
      ],
    },
    /^deviceReadBps\[1\]\.path .*\/dev\/a/,
  ],
  ["a device rule of no form", { deviceCgroupRules: ["x"] }, /^deviceCgroupRules\[0\] /],
  [
    "a capability added and dropped",
    { capabilities: { adds: ["NET_ADMIN"], drops: ["cap_net_admin"] } },
    /^capabilities\.drops\[0\] /,
  ],
  ["a security option that is none", { securityOpts: ["selinux=off"] }, /^securityOpts\[0\] must be one of/],
  ["a seccomp profile by its path", { securityOpts: ["seccomp=/etc/p.json"] }, /^securityOpts\[0\] .*JSON/],
  [
    "a security option twice",
    { securityOpts: ["no-new-privileges", "no-new-privileges:false"] },
    /^securityOpts\[1\] .*second/,
  ],
  ["a masked path that is relative", { maskedPaths: ["proc/kcore"] }, /^maskedPaths\[0\] /],
  ["space for a read-only root", { readOnly: true, storageOpts: { size: "1G" } }, /^storageOpts .*readOnly/],
  [
    "a read-only path to write to",
    { readonlyPaths: ["/a/"], tmpfs: [{ target: "/a" }] },
    /^tmpfs\[0\]\.target .*readonlyPaths/,
  ],
  [
    "a volume where all is hidden",
    { maskedPaths: ["/a"], volumes: [{ volume: "v", target: "/a/b", readOnly: true }] },
    /^volumes\[0\]\.target lies in \/a, .*maskedPaths/,
  ],
  [
    "a target twice, in another spelling",
    { tmpfs: [{ target: "/a/" }], volumes: [{ volume: "v", target: "/a" }] },
    /^tmpfs\[0\]\.target /,
  ],
  [
    "a size among the options of tmpfs",
    { tmpfs: [{ target: "/a", options: ["size=1m"] }] },
    /^tmpfs\[0\]\.options\[0\] .*sizeMiB/,
  ],
  [
    "a subpath that leads out",
    { volumes: [{ volume: "v", target: "/a", subpath: "a/../.." }] },
    /^volumes\[0\]\.subpath /,
  ],
  [
    "what is below read-only in a writable bind",
    { binds: [{ source: "/a", target: "/a", readOnlyForceRecursive: true }] },
    /^binds\[0\]\.readOnlyForceRecursive /,
  ],
  [
    "a shared mount that must be read-only below",
    {
      binds: [
        { source: "/a", target: "/a", readOnly: true, readOnlyForceRecursive: true, propagation: "shared" },
      ],
    },
    /^binds\[0\]\.propagation /,
  ],
  ["a mode of another container's volumes that is none", { volumesFrom: ["a:rx"] }, /^volumesFrom\[0\] /],
  [
    "start-first with a fixed MAC address",
    { updateStrategy: "start-first", networks: [{ network: "a", macAddress: "02:42:ac:11:00:02" }] },
    /^updateStrategy .*address/,
  ],
  ["a limit that no kernel has", { ulimits: [{ name: "nonsense", soft: 1, hard: 1 }] }, /name .*nofile/],
];
