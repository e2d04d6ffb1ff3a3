import { isIP, isIPv4, isIPv6 } from "node:net";
import { isFixed } from "../../../reconcile/container/options/networks";
import type { CheckFailure } from "../../lifecycle";
import { failIf, failTwice, isGiven, type Row, rowsOf, textsOf, type Values } from "./rows";

export function checkNetworks(values: Values): CheckFailure[] {
  const rows = rowsOf(values, "networks");
  const named = rows.map(({ row, path }) => ({ network: row["network"], path: [...path, "network"] }));
  return [
    ...failTwice(
      named,
      ({ network }) => (typeof network === "string" ? network : undefined),
      (network) => `joins ${network} a second time`,
    ),
    ...rows.flatMap((row) => checkAttachment(row, rows.length)),
    ...rows.slice(1).flatMap(({ row, path }) =>
      // Engines lose it where they connect a container that does not run yet.
      failIf(isGiven(row["macAddress"]), [...path, "macAddress"], "can be given on the first network only"),
    ),
    ...rows.flatMap(({ row }) => checkBeside(row["network"], values)),
    ...checkNames(values),
  ];
}

function checkAttachment({ row, path }: Row, count: number): CheckFailure[] {
  const { network, aliases, ipv4Address, ipv6Address, linkLocalIps } = row;
  const failures = [
    ...failTwice(
      textsOf(aliases, [...path, "aliases"]),
      ({ text }) => text,
      (alias) => `names ${alias} a second time`,
    ),
    ...failIf(
      typeof ipv4Address === "string" && !isIPv4(ipv4Address),
      [...path, "ipv4Address"],
      "must be an IPv4 address",
    ),
    ...failIf(
      typeof ipv6Address === "string" && !isIPv6(ipv6Address),
      [...path, "ipv6Address"],
      "must be an IPv6 address",
    ),
    ...textsOf(linkLocalIps, [...path, "linkLocalIps"]).flatMap((entry) =>
      failIf(isIP(entry.text) === 0, entry.path, "must be an IP address"),
    ),
  ];
  if (typeof network !== "string") return failures;
  if (isFixed(network) && count > 1) {
    failures.push({ path: [...path, "network"], reason: `is ${network}, which goes with no other network` });
  }
  const isOwn = !isFixed(network) && network !== "bridge";
  for (const key of ["aliases", "ipv4Address", "ipv6Address", "linkLocalIps"]) {
    const value = row[key];
    if (!isOwn && isGiven(value) && !(Array.isArray(value) && value.length === 0)) {
      failures.push({ path: [...path, key], reason: `needs a network of one's own, not ${network}` });
    }
  }
  return [
    ...failures,
    ...failIf(
      isFixed(network) && isGiven(row["macAddress"]),
      [...path, "macAddress"],
      `cannot be given on network ${network}`,
    ),
  ];
}

/** What the container cannot have of its own where it has its network from elsewhere. */
function checkBeside(network: unknown, values: Values): CheckFailure[] {
  if (typeof network !== "string" || !isFixed(network)) return [];
  const isShared = network.startsWith("container:");
  const ports = values["ports"];
  return [
    ...failIf(
      Array.isArray(ports) && ports.length > 0,
      ["ports"],
      `cannot be published from network ${network}`,
    ),
    ...failIf(values["publishAllPorts"] === true, ["publishAllPorts"], `cannot be, from network ${network}`),
    ...["hostname", "dns", "extraHosts"].flatMap((key) =>
      failIf(
        isShared && isGiven(values[key]),
        [key],
        `is that of the other container with network ${network}`,
      ),
    ),
    ...failIf(
      network === "host" && Object.keys(values["sysctls"] ?? {}).some((name) => name.startsWith("net.")),
      ["sysctls"],
      "must not have net.… with network host: that would be the host's own",
    ),
  ];
}

function checkNames(values: Values): CheckFailure[] {
  return [
    ...textsOf(values["dns"], ["dns"]).flatMap(({ text, path }) =>
      failIf(isIP(text) === 0, path, "must be an IP address"),
    ),
    ...rowsOf(values, "extraHosts").flatMap(({ row, path }) => {
      const { ip } = row;
      const isBad = typeof ip === "string" && isIP(ip) === 0 && ip !== "host-gateway";
      return failIf(isBad, [...path, "ip"], "must be an IP address or host-gateway");
    }),
  ];
}
