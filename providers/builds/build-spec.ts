import { createHash } from "node:crypto";

/** All that an image is made of, as far as it is known before the build. Secrets are no part: they leave no trace. */
export interface BuildSpec {
  /** Names, modes and bytes of the context. */
  readonly contextDigest: string;
  readonly dockerfileText: string;
  readonly target?: string | undefined;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly platform?: string | undefined;
}

/** `sha256:…` of a spec. The form that is hashed is pinned by a test: a change of it builds every image anew. */
export function specDigest(spec: BuildSpec): string {
  const form = [
    spec.contextDigest,
    spec.dockerfileText,
    spec.target ?? null,
    Object.entries(spec.args).sort(byName),
    Object.entries(spec.labels).sort(byName),
    spec.platform ?? null,
  ];
  return `sha256:${createHash("sha256").update(JSON.stringify(form)).digest("hex")}`;
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
