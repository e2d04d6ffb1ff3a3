import { INSECURE_REGISTRIES } from "../../linux/daemon-json";
import { UNKNOWN, type Value } from "../bag";
import { isRecord } from "../child-inputs";
import type { CheckFailure } from "../lifecycle";

/** A DNS name or an IP address, with or without a port. It names a folder on the host. */
const ADDRESS = /^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?$/;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/;

/** What is wrong with the registries that a host shall trust. */
export function* trustFailures({
  trustedRegistries,
  daemon,
}: Readonly<Record<string, Value>>): Generator<CheckFailure> {
  if (!Array.isArray(trustedRegistries)) return;
  const seen = new Set<Value>();
  let isAnyInsecure = false;
  for (const [index, registry] of (trustedRegistries as readonly Value[]).entries()) {
    if (!isRecord(registry)) continue;
    const path = ["trustedRegistries", index];
    const { address, ca, insecure } = registry;
    if (typeof address === "string" && !ADDRESS.test(address)) {
      const reason = `must be a name or an IP address with or without a port, like 192.0.2.7:5000: ${JSON.stringify(address)}`;
      yield { path: [...path, "address"], reason };
    }
    if (typeof address === "string" && seen.has(address)) {
      yield { path: [...path, "address"], reason: `names ${address} a second time` };
    }
    seen.add(address ?? null);
    const hasCa = ca !== undefined && ca !== null;
    if (hasCa && insecure === true) {
      yield { path: [...path, "insecure"], reason: "cannot be true beside a ca: take one of them" };
    }
    if (!hasCa && insecure !== true && insecure !== UNKNOWN) {
      yield { path: [...path, "ca"], reason: "is required, unless insecure is true" };
    }
    if (typeof ca === "string" && !PEM.test(ca)) {
      yield { path: [...path, "ca"], reason: "must be a certificate in PEM: -----BEGIN CERTIFICATE-----…" };
    }
    isAnyInsecure ||= insecure === true;
  }
  if (isAnyInsecure && isRecord(daemon) && daemon[INSECURE_REGISTRIES] !== undefined) {
    const reason = "cannot be given beside an insecure registry of trustedRegistries: say it there";
    yield { path: ["daemon", INSECURE_REGISTRIES], reason };
  }
}
