import type { PortBindingJson } from "../../../docker/container-json";
import type { ContainerSpec, OptionOf } from "./option";

/** A port as users write it. */
export type Port = NonNullable<ContainerSpec["ports"]>[number];

const LOOPBACK = "127.0.0.1";
const EVERYWHERE = ["", "0.0.0.0", "::"];

export const ports: OptionOf<"ports"> = {
  field: "HostConfig.PortBindings",
  default: "none",
  inPlace: "no",
  write: (value, { request }) => {
    const bindings: Record<string, PortBindingJson[]> = {};
    for (const port of value) {
      const key = `${port.container}/${port.protocol ?? "tcp"}`;
      (bindings[key] ??= []).push({ HostIp: hostAddress(port), HostPort: port.host?.toString() ?? "" });
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
    value
      .map((port) => [hostAddress(port), port.host ?? "", port.container, port.protocol ?? "tcp"].join(" "))
      .sort(),
};

/** The host's address that a port is published on; empty for all of them. */
export function hostAddress(port: Port): string {
  if (port.address !== undefined) return port.address;
  return port.public === true ? "" : LOOPBACK;
}

/** Whether two published ports cannot be open at the same time. */
export function portsClash(a: Port, b: Port): boolean {
  if (a.host === undefined || a.host !== b.host) return false;
  if ((a.protocol ?? "tcp") !== (b.protocol ?? "tcp")) return false;
  const [left, right] = [hostAddress(a), hostAddress(b)];
  return left === right || EVERYWHERE.includes(left) || EVERYWHERE.includes(right);
}

/** Whether an address means every address of the host. */
export function isEverywhere(address: string): boolean {
  return EVERYWHERE.includes(address);
}

function fromJson(key: string, binding: PortBindingJson): Port {
  const [container = "", protocol = "tcp"] = key.split("/");
  const host = Number(binding.HostPort ?? "");
  const address = binding.HostIp ?? "";
  return {
    container: Number(container),
    ...(host > 0 ? { host } : {}),
    ...(protocol === "tcp" ? {} : { protocol: protocol as "udp" | "sctp" }),
    ...(address === "" || address === LOOPBACK ? {} : { address }),
    ...(isEverywhere(address) ? { public: true } : {}),
  };
}
