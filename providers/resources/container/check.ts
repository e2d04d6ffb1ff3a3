import { isEverywhere } from "../../reconcile/container/options/ports";
import { isFixed } from "../../reconcile/container/options/networks";
import { type Path, UNKNOWN, type Value } from "../bag";
import { checkNameAndLabels, isRecord, withName } from "../child-inputs";
import type { CheckFailure, CheckRequest, CheckResult, Urn } from "../lifecycle";

type Values = Readonly<Record<string, Value>>;

/** Fills in the name, and finds what contradicts itself. A value that is not known yet contradicts nothing. */
export function checkContainer(urn: Urn, { news }: CheckRequest): CheckResult {
  const values = withName(urn, news);
  const failures = [
    ...checkNameAndLabels(values),
    ...checkPorts(values),
    ...checkTargets(values),
    ...checkFiles(values),
    ...checkNetworks(values),
    ...checkOptions(values),
    ...checkStrategy(values),
  ];
  return { inputs: { values, secrets: news.secrets }, failures };
}

function checkPorts(values: Values): CheckFailure[] {
  const seen = new Set<string>();
  return rowsOf(values, "ports").flatMap(({ row, path }) => {
    const failures: CheckFailure[] = [];
    const { address, host, public: isPublic } = row;
    if (typeof address === "string" && isEverywhere(address) && isPublic !== true && isPublic !== UNKNOWN) {
      failures.push({
        path: [...path, "address"],
        reason: "is all addresses of the host: say `public: true` as well",
      });
    }
    if (typeof address === "string" && !isEverywhere(address) && isPublic === true) {
      failures.push({
        path: [...path, "address"],
        reason: "is one address, but `public` asks for all: leave one of them out",
      });
    }
    if (
      typeof host === "number" &&
      address !== UNKNOWN &&
      isPublic !== UNKNOWN &&
      row["protocol"] !== UNKNOWN
    ) {
      const key = [host, row["protocol"] ?? "tcp", address ?? isPublic === true].join(" ");
      if (seen.has(key)) {
        failures.push({ path: [...path, "host"], reason: `publishes host port ${host} a second time` });
      }
      seen.add(key);
    }
    return failures;
  });
}

function checkTargets(values: Values): CheckFailure[] {
  const seen = new Set<Value>();
  return [...rowsOf(values, "volumes"), ...rowsOf(values, "binds"), ...rowsOf(values, "files")].flatMap(
    ({ row, path }) => {
      const { target } = row;
      if (typeof target !== "string") return [];
      const isTwice = seen.has(target);
      seen.add(target);
      return isTwice ? [{ path: [...path, "target"], reason: `mounts ${target} a second time` }] : [];
    },
  );
}

/** The engine's API cannot write to its host: that takes a connection to the machine. */
function checkFiles({ host, files }: Values): CheckFailure[] {
  const isLocal = isRecord(host) && host["local"] === true;
  if (!isLocal || !Array.isArray(files) || files.length === 0) return [];
  return [
    { path: ["files"], reason: "needs a host that is reached over SSH, not the engine of this machine" },
  ];
}

function checkNetworks(values: Values): CheckFailure[] {
  const rows = rowsOf(values, "networks");
  const seen = new Set<Value>();
  return rows.flatMap(({ row, path }) => {
    const { network, aliases, ipv4Address, ipv6Address } = row;
    if (typeof network !== "string") return [];
    const failures: CheckFailure[] = [];
    if (seen.has(network))
      failures.push({ path: [...path, "network"], reason: `joins ${network} a second time` });
    seen.add(network);
    if (isFixed(network) && rows.length > 1) {
      failures.push({
        path: [...path, "network"],
        reason: `is ${network}, which goes with no other network`,
      });
    }
    const special = [
      ["aliases", Array.isArray(aliases) && aliases.length > 0],
      ["ipv4Address", ipv4Address !== undefined],
      ["ipv6Address", ipv6Address !== undefined],
    ] as const;
    for (const [key, isGiven] of special) {
      if (isGiven && (isFixed(network) || network === "bridge")) {
        failures.push({ path: [...path, key], reason: `needs a network of one's own, not ${network}` });
      }
    }
    if (isFixed(network) && Array.isArray(values["ports"]) && values["ports"].length > 0) {
      failures.push({ path: ["ports"], reason: `cannot be published from network ${network}` });
    }
    return failures;
  });
}

function checkOptions(values: Values): CheckFailure[] {
  const { restart, maxRetryCount, memoryMiB, memoryReservationMiB, command, entrypoint } = values;
  const failures: CheckFailure[] = [];
  if (maxRetryCount !== undefined && restart !== UNKNOWN && restart !== "on-failure") {
    failures.push({ path: ["maxRetryCount"], reason: 'goes only with `restart: "on-failure"`' });
  }
  if (
    typeof memoryMiB === "number" &&
    typeof memoryReservationMiB === "number" &&
    memoryReservationMiB > memoryMiB
  ) {
    failures.push({ path: ["memoryReservationMiB"], reason: `must not be above memoryMiB (${memoryMiB})` });
  }
  if (Array.isArray(command) && command.length === 0 && entrypoint === undefined) {
    failures.push({ path: ["command"], reason: "must have a word: leave it out for the image's own" });
  }
  const test = isRecord(values["healthcheck"]) ? values["healthcheck"]["test"] : undefined;
  const [kind, ...words] = Array.isArray(test) ? test : [UNKNOWN];
  if (
    kind !== UNKNOWN &&
    !(kind === "NONE" || ((kind === "CMD" || kind === "CMD-SHELL") && words.length > 0))
  ) {
    failures.push({
      path: ["healthcheck", "test"],
      reason: 'must be ["CMD", program, …], ["CMD-SHELL", script] or ["NONE"]',
    });
  }
  return [...failures, ...checkEnv(values["env"])];
}

function checkEnv(env: Value | undefined): CheckFailure[] {
  if (!isRecord(env)) return [];
  return Object.entries(env).flatMap(([key, value]) => {
    const path = ["env", key];
    if (key === "" || key.includes("=") || key.includes("\0")) {
      return [{ path, reason: "must be named without = and NUL, and not by an empty text" }];
    }
    const isBad = typeof value === "string" && value.includes("\0");
    return isBad ? [{ path, reason: "must not hold a NUL character" }] : [];
  });
}

/** Two containers cannot have one port or one address, so no setting can make them run side by side. */
function checkStrategy(values: Values): CheckFailure[] {
  if (values["updateStrategy"] !== "start-first") return [];
  const port = rowsOf(values, "ports").find(({ row }) => typeof row["host"] === "number");
  const fixed = rowsOf(values, "networks").find(({ row }) => row["ipv4Address"] ?? row["ipv6Address"]);
  const what = port ? "a fixed host port" : fixed ? "a fixed address" : undefined;
  if (what === undefined) return [];
  return [
    {
      path: ["updateStrategy"],
      reason: `cannot be start-first with ${what}: only one container can have it`,
    },
  ];
}

interface Row {
  readonly row: Values;
  readonly path: Path;
}

/** The known rows of a list. */
function rowsOf(values: Values, key: string): Row[] {
  const list = values[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((row: Value, index) => (isRecord(row) ? [{ row, path: [key, index] }] : []));
}
