import type { Desired } from "./desired";
import { type ContainerFacts, isAnonymous } from "./observe";
import { options } from "./options";
import { attachmentsOf, isFixed } from "./options/networks";
import { pathOf } from "./options/mount-path";
import { NO_DEFAULTS } from "./options/option";
import { portsClash, type SinglePort, singlePorts } from "./options/ports";

/** How a container is swapped, and why so. */
export interface Strategy {
  readonly order: "start-first" | "stop-first";
  readonly cause: string;
}

/** Which of the two containers runs alone for a while: neither, where both can run at the same time. */
export function chooseStrategy(desired: Desired, old: ContainerFacts): Strategy {
  if (desired.updateStrategy !== undefined && old.status !== "restarting") {
    return { order: desired.updateStrategy, cause: "updateStrategy says so" };
  }
  const clash =
    crashLoop(old) ??
    portClash(desired, old) ??
    addressClash(desired, old) ??
    mountClash(desired, old) ??
    hostClash(desired, old);
  return clash === undefined
    ? { order: "start-first", cause: "nothing clashes" }
    : { order: "stop-first", cause: clash };
}

/** The engine cannot rename a container while it starts it again. */
function crashLoop({ status }: ContainerFacts): string | undefined {
  return status === "restarting" ? "the old one is in a crash loop" : undefined;
}

function portClash(desired: Desired, old: ContainerFacts): string | undefined {
  const published = old.publishedPorts.map(({ container, host, protocol, address }): SinglePort => ({
    container,
    host: { first: host, last: host },
    protocol,
    address,
    index: 0,
  }));
  // One that is about to be started again has none yet.
  const held = [...published, ...singlePorts(options.ports.read(old, NO_DEFAULTS) ?? [])];
  const wanted = singlePorts(desired.spec.ports ?? []).find((port) =>
    held.some((other) => portsClash(port, other)),
  );
  return wanted?.host && `both publish host port ${wanted.host.first}`;
}

function addressClash(desired: Desired, old: ContainerFacts): string | undefined {
  for (const { network, ipv4Address, ipv6Address, macAddress } of attachmentsOf(desired.spec)) {
    const held = old.networks[network];
    if (held === undefined) continue;
    const addresses = [held.ipv4Address, held.ipv6Address, held.address, held.macAddress];
    for (const address of [ipv4Address, ipv6Address, macAddress?.toLowerCase()]) {
      if (address !== undefined && addresses.includes(address)) return `both have the address ${address}`;
    }
  }
  return undefined;
}

function mountClash(desired: Desired, old: ContainerFacts): string | undefined {
  if (old.mounts.some(isAnonymous)) return "the new one takes over an anonymous volume";
  const held = old.mounts.filter((mount) => mount.RW);
  for (const { volume, readOnly } of desired.spec.volumes ?? []) {
    if (readOnly !== true && held.some((mount) => mount.Type === "volume" && mount.Name === volume)) {
      return `both write to volume ${volume}`;
    }
  }
  for (const { source, readOnly } of desired.spec.binds ?? []) {
    if (readOnly !== true && held.some((mount) => mount.Type === "bind" && overlap(mount.Source, source))) {
      return `both write to ${source}`;
    }
  }
  const lender = (desired.spec.volumesFrom ?? []).find((from) => !from.endsWith(":ro"));
  return lender !== undefined && old.hostConfig.VolumesFrom?.includes(lender) === true
    ? `both write to the volumes of ${lender}`
    : undefined;
}

/** Whether two folders are one, or one lies in the other. */
function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => pathOf(`${path}/.`).replace(/\/?$/, "/")) as [string, string];
  return a.startsWith(b) || b.startsWith(a);
}

function hostClash(desired: Desired, old: ContainerFacts): string | undefined {
  if (attachmentsOf(desired.spec).some(({ network }) => isFixed(network) && network !== "none")) {
    return "they share the network of the host or of another container";
  }
  const isOnHost = old.hostConfig.NetworkMode === "host";
  return isOnHost && singlePorts(desired.spec.ports ?? []).some(({ host }) => host !== undefined)
    ? "the old one may listen on the host's port that the new one publishes"
    : undefined;
}
