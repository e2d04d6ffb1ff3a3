import type { ConnectionTarget } from "./target";

/** How messages name a machine: `web-1 (deploy@10.0.0.1:22)`. */
export function nameOf(target: ConnectionTarget): string {
  const address = target.address.includes(":") ? `[${target.address}]` : target.address;
  const login = `${target.user}@${address}:${target.port ?? 22}`;
  return target.label === undefined ? login : `${target.label} (${login})`;
}
