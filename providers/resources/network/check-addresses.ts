import { isIP } from "node:net";
import type { Path, Value } from "../bag";
import { isRecord } from "../child-inputs";
import type { CheckFailure } from "../lifecycle";

/** Ranges and addresses that are none. */
export function checkAddresses({ ipamConfigs }: Record<string, Value>): CheckFailure[] {
  if (!Array.isArray(ipamConfigs)) return [];
  return ipamConfigs.flatMap((row: Value, index) => {
    if (!isRecord(row)) return [];
    const path = ["ipamConfigs", index];
    const reserved = isRecord(row["auxAddress"]) ? Object.entries(row["auxAddress"]) : [];
    return [
      ...failUnless(isRange, row["subnet"], [...path, "subnet"], "must be like 10.20.0.0/24"),
      ...failUnless(isRange, row["ipRange"], [...path, "ipRange"], "must be like 10.20.0.128/25"),
      ...failUnless(isAddress, row["gateway"], [...path, "gateway"], "must be an IP address"),
      ...reserved.flatMap(([key, value]) =>
        failUnless(isAddress, value, [...path, "auxAddress", key], "must be an IP address"),
      ),
    ];
  });
}

function failUnless(
  isFine: (text: string) => boolean,
  value: Value | undefined,
  path: Path,
  reason: string,
): CheckFailure[] {
  if (typeof value !== "string" || isFine(value)) return [];
  return [{ path, reason: `${reason}: ${JSON.stringify(value)}` }];
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

function isRange(text: string): boolean {
  const [address = "", length = "", ...more] = text.split("/");
  const most = isIP(address) === 6 ? 128 : 32;
  return isAddress(address) && /^\d{1,3}$/.test(length) && Number(length) <= most && more.length === 0;
}
