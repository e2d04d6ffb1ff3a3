import { posix } from "node:path";
import { shell } from "../ssh/command";
import { quote } from "../ssh/quote";
import { fileNameOf, type HostFile, lookAtFiles } from "./files";
import type { Work } from "./machine";

/** The certificate of an authority that vouches for a registry, as a file that the engine reads at each request. */
export type Authority = HostFile;

/** Whose certificates the engine shall trust, and whose it was to trust formerly. */
export interface WantedAuthorities {
  readonly wanted: readonly Authority[];
  readonly formerlyWanted: readonly Authority[];
}

type Means = Pick<Work, "remote" | "signal">;

/** The engine takes every file of that folder that ends with `.crt`, so each owner has one of its own there. */
export function authorityOf(address: string, certificate: string, owner: string): Authority {
  const name = `moorage-${fileNameOf(owner)}.crt`;
  const path = `/etc/docker/certs.d/${address}/${name}`;
  return { path, content: certificate, mode: 0o644, owner: "0:0" };
}

/** Those of the authorities that the engine trusts. */
export async function trustedAuthorities(
  work: Means,
  authorities: readonly Authority[],
): Promise<readonly Authority[]> {
  if (authorities.length === 0) return [];
  const looks = await lookAtFiles(work, authorities);
  return authorities.filter(({ path }) => looks.get(path) === "right");
}

/** Whether the engine trusts whom it shall, and nobody that it was to trust formerly only. */
export async function hasAuthorities(
  work: Means,
  authorities: WantedAuthorities | undefined,
): Promise<boolean> {
  const { missing, surplus } = await lookAround(work, authorities);
  return missing.length === 0 && surplus.length === 0;
}

/** Makes the engine trust whom it shall. It need not be told: it looks when it reaches a registry. */
export async function ensureAuthorities(
  work: Means,
  authorities: WantedAuthorities | undefined,
): Promise<void> {
  const { remote, signal } = work;
  const { missing, surplus } = await lookAround(work, authorities);
  for (const { path, content, mode, owner } of missing) {
    await remote.run(["mkdir", "-p", posix.dirname(path)], { sudo: true, signal });
    await remote.upload(path, content, { mode, owner, sudo: true, signal });
  }
  for (const { path } of surplus) {
    const script = `rm -f ${quote(path)}; rmdir ${quote(posix.dirname(path))} 2>/dev/null || true`;
    await remote.run(shell(script, `removing ${path}`), { sudo: true, signal });
  }
}

async function lookAround(
  work: Means,
  { wanted, formerlyWanted }: WantedAuthorities = { wanted: [], formerlyWanted: [] },
): Promise<{ missing: readonly Authority[]; surplus: readonly Authority[] }> {
  const paths = new Set(wanted.map(({ path }) => path));
  const dropped = formerlyWanted.filter(({ path }) => !paths.has(path));
  const all = [...wanted, ...dropped];
  if (all.length === 0) return { missing: [], surplus: [] };
  const looks = await lookAtFiles(work, all);
  return {
    missing: wanted.filter(({ path }) => looks.get(path) !== "right"),
    surplus: dropped.filter(({ path }) => looks.get(path) !== "missing"),
  };
}
