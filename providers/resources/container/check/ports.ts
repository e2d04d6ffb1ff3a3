import { isIP } from "node:net";
import { isEverywhere, singlePorts, type Port } from "../../../reconcile/container/options/ports";
import { lengthOf, portRange } from "../../../reconcile/container/options/port-range";
import { UNKNOWN } from "../../bag";
import type { CheckFailure } from "../../lifecycle";
import { failIf, type Row, rowsOf, textsOf, type Values } from "./rows";

export function checkPorts(values: Values): CheckFailure[] {
  const rows = rowsOf(values, "ports");
  return [
    ...rows.flatMap(checkAddress),
    ...rows.flatMap(checkRanges),
    ...checkTwice(rows),
    ...textsOf(values["exposedPorts"], ["exposedPorts"]).flatMap(({ text, path }) => {
      const [ports = "", protocol = "tcp", ...more] = text.split("/");
      const isFine = portRange(ports) !== undefined && /^(tcp|udp|sctp)$/.test(protocol) && more.length === 0;
      return failIf(
        !isFine,
        path,
        "must be a port or a range with its protocol: `80`, `53/udp`, `8000-8010/tcp`",
      );
    }),
  ];
}

function checkAddress({ row, path }: Row): CheckFailure[] {
  const { address, public: isPublic } = row;
  if (typeof address !== "string") return [];
  // Where the engine cannot read one, it takes all of the host's instead. It knows nothing of zones.
  if (isIP(address) === 0 || address.includes("%")) {
    return [{ path: [...path, "address"], reason: "must be an IP address of the host" }];
  }
  if (isPublic === UNKNOWN) return [];
  return [
    ...failIf(
      isEverywhere(address) && isPublic !== true,
      [...path, "address"],
      "is all addresses of the host: say `public: true` as well",
    ),
    ...failIf(
      !isEverywhere(address) && isPublic === true,
      [...path, "address"],
      "is one address, but `public` asks for all: leave one of them out",
    ),
  ];
}

function checkRanges({ row, path }: Row): CheckFailure[] {
  const failures = (["container", "host"] as const).flatMap((key) => {
    const value = row[key];
    const isBad = typeof value === "string" && portRange(value) === undefined;
    return failIf(
      isBad,
      [...path, key],
      "must be a port of 1 to 65535, or a range of them such as 8000-8010",
    );
  });
  const { container, host } = row;
  if (failures.length > 0 || !isPort(container) || !isPort(host)) return failures;
  const [inside, outside] = [portRange(container), portRange(host)];
  if (inside === undefined || outside === undefined) return [];
  const [ours, theirs] = [lengthOf(inside), lengthOf(outside)];
  const count = (length: number) => (length === 1 ? "1 port" : `${length} ports`);
  return failIf(
    ours !== theirs && ours !== 1,
    [...path, "host"],
    `has ${count(theirs)}, but \`container\` has ${count(ours)}: the two must be as long as each other`,
  );
}

function checkTwice(rows: readonly Row[]): CheckFailure[] {
  const seen = new Set<string>();
  return rows.flatMap(({ row, path }) => {
    const { container, host, protocol, address, public: isPublic } = row;
    if (!isPort(container) || !isPort(host) || [protocol, address, isPublic].includes(UNKNOWN)) return [];
    const taken = singlePorts([row as unknown as Port]).flatMap((port) => {
      if (port.host === undefined || port.host.first !== port.host.last) return [];
      const key = [port.host.first, port.protocol, port.address].join(" ");
      const isTwice = seen.has(key);
      seen.add(key);
      return isTwice ? [port.host.first] : [];
    });
    return failIf(taken.length > 0, [...path, "host"], `publishes host port ${taken[0] ?? ""} a second time`);
  });
}

function isPort(value: unknown): value is number | string {
  return typeof value === "number" || typeof value === "string";
}
