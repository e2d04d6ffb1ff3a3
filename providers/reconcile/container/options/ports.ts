import { isIPv6 } from "node:net";
import type { PortBindingJson } from "../../../docker/container-json";
import { type PortRange, portRange, portsOf } from "./port-range";
import type { ContainerSpec, OptionOf } from "./option";

/** A port as users write it. */
export type Port = NonNullable<ContainerSpec["ports"]>[number];

const LOOPBACK = "127.0.0.1";
const EVERYWHERE = ["", "0.0.0.0", "[::]", "[::ffff:0:0]"];

/** One published port. */
export interface SinglePort {
  readonly container: number;
  /** A port, or a range out of which the engine chooses; undefined where it may choose any. */
  readonly host: PortRange | undefined;
  readonly protocol: string;
  /** Empty for all addresses. */
  readonly address: string;
  /** Its place in the list that the user wrote. */
  readonly index: number;
}

export const ports: OptionOf<"ports"> = {
  fields: ["HostConfig.PortBindings{}[].HostIp", "HostConfig.PortBindings{}[].HostPort"],
  default: "none",
  inPlace: "no",
  refusal: /port specification|invalid (host|container)?port|port range/i,
  write: (value, { request }) => {
    const bindings: Record<string, PortBindingJson[]> = {};
    for (const { container, protocol, address, host } of singlePorts(value)) {
      const text =
        host === undefined ? "" : host.first === host.last ? `${host.first}` : `${host.first}-${host.last}`;
      (bindings[`${container}/${protocol}`] ??= []).push({ HostIp: address, HostPort: text });
    }
    request.HostConfig.PortBindings = bindings;
    request.ExposedPorts = Object.fromEntries(Object.keys(bindings).map((key) => [key, {}]));
  },
  read: ({ hostConfig }) =>
    Object.entries(hostConfig.PortBindings ?? {}).flatMap(([key, bindings]) =>
      (bindings ?? []).map((binding) => fromJson(key, binding)),
    ),
  unset: () => [],
  canonical: (value) =>
    singlePorts(value)
      .map(({ container, host, protocol, address }) => JSON.stringify([address, host, container, protocol]))
      .sort(),
};

/** Ports one by one: a range in the container goes to the host's range of the same length, port by port. */
export function singlePorts(ports: readonly Port[]): readonly SinglePort[] {
  return ports.flatMap((port, index) => {
    const inside = portRange(port.container);
    const outside = port.host === undefined ? undefined : portRange(port.host);
    if (inside === undefined) return [];
    const rest = { protocol: port.protocol ?? "tcp", address: hostAddress(port), index };
    return portsOf(inside).map((container, offset): SinglePort => {
      if (outside === undefined) return { ...rest, container, host: undefined };
      if (inside.first === inside.last) return { ...rest, container, host: outside };
      const host = outside.first + offset;
      return { ...rest, container, host: { first: host, last: host } };
    });
  });
}

/** The host's address that a port is published on; empty for all of them. */
export function hostAddress(port: Port): string {
  if (port.address !== undefined) return port.address;
  return port.public === true ? "" : LOOPBACK;
}

/** Whether two published ports cannot be open at the same time. */
export function portsClash(a: SinglePort, b: SinglePort): boolean {
  if (a.host === undefined || b.host === undefined || a.protocol !== b.protocol) return false;
  // Out of a range the engine takes one that is free.
  if (a.host.first !== a.host.last || b.host.first !== b.host.last || a.host.first !== b.host.first)
    return false;
  return a.address === b.address || isEverywhere(a.address) || isEverywhere(b.address);
}

/** Whether an address means every address of the host. */
export function isEverywhere(address: string): boolean {
  // One spelling of it, but for one with a zone, which has none.
  const hasOne = isIPv6(address) && !address.includes("%");
  return EVERYWHERE.includes(hasOne ? new URL(`http://[${address}]`).hostname : address);
}

function fromJson(key: string, binding: PortBindingJson): Port {
  const [container = "", protocol = "tcp"] = key.split("/");
  const host = portRange(binding.HostPort ?? "");
  const address = binding.HostIp ?? "";
  return {
    container: Number(container),
    ...(host === undefined ? {} : { host: host.first === host.last ? host.first : (binding.HostPort ?? "") }),
    ...(protocol === "tcp" ? {} : { protocol: protocol as "udp" | "sctp" }),
    ...(address === "" || address === LOOPBACK ? {} : { address }),
    ...(isEverywhere(address) ? { public: true } : {}),
  };
}
