import { isIP } from "node:net";
import { UNKNOWN, type Value } from "../bag";
import type { CheckFailure, CheckRequest, CheckResult } from "../lifecycle";

const DNS_NAME = /^(\*\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

/** The rules of a Certificate that its schema cannot say. */
export function checkCertificate({ news }: CheckRequest): CheckResult {
  return { inputs: news, failures: [...failuresIn(news.values)] };
}

function* failuresIn(values: Readonly<Record<string, Value>>): Generator<CheckFailure> {
  const { names, validityDays, renewBeforeDays } = values;
  if (Array.isArray(names)) {
    if (names.length === 0) yield { path: ["names"], reason: "must have a name at least" };
    for (const [index, name] of (names as readonly Value[]).entries()) {
      if (name === UNKNOWN || (typeof name === "string" && (isIP(name) !== 0 || DNS_NAME.test(name))))
        continue;
      const reason = `must be a DNS name or an IP address, without a port: ${JSON.stringify(name)}`;
      yield { path: ["names", index], reason };
    }
  }
  const isEndless =
    typeof validityDays === "number" &&
    typeof renewBeforeDays === "number" &&
    renewBeforeDays >= validityDays;
  if (isEndless) {
    const reason = `must be below validityDays (${validityDays}), else it would be renewed at every run`;
    yield { path: ["renewBeforeDays"], reason };
  }
}
