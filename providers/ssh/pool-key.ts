import { createHash } from "node:crypto";
import { nameOf } from "./target-name";
import type { ConnectionTarget } from "./target";

/** Equal for targets that one connection can serve: the same login at the same machine by the same way. */
export function poolKey(target: ConnectionTarget): string {
  const hops = (target.jumpHosts ?? []).map(poolKey);
  return [nameOf({ ...target, label: undefined }), digest(target.auth ?? {}), ...hops].join(" ");
}

/** Tells pinned keys apart. */
export function pinKey(target: ConnectionTarget): string {
  return digest(target.hostKeys ?? []);
}

/** Independent of the order of the properties; no secret can be read from it. */
function digest(value: object): string {
  const text = JSON.stringify(Object.entries(value).sort());
  return createHash("sha256").update(text).digest("hex");
}
