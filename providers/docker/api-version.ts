import { ApiVersionError } from "./errors";

/** Newest version of the engine's API whose answers this client knows: engine 28.0. */
const NEWEST_KNOWN = "1.48";
/** Oldest version that has all that Moorage uses: engine 20.10. */
const OLDEST_KNOWN = "1.41";

/** The version to speak with an engine that offers `offered`: the newest that both know. */
export function negotiate(offered: string, host: string): string {
  if (!/^\d+\.\d+$/.test(offered)) {
    throw new ApiVersionError(
      `The Docker engine on ${host} names an API version we cannot read: ${offered}.`,
    );
  }
  if (compareApiVersions(offered, OLDEST_KNOWN) < 0) {
    throw new ApiVersionError(
      `The Docker engine on ${host} is too old: it speaks API ${offered}, Moorage needs ${OLDEST_KNOWN} ` +
        `(engine 20.10) or newer. Upgrade the engine.`,
    );
  }
  return compareApiVersions(offered, NEWEST_KNOWN) < 0 ? offered : NEWEST_KNOWN;
}

/** Negative when `a` is older than `b`, 0 when they are the same, positive when it is newer. */
export function compareApiVersions(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split(".").map(Number);
  const [bMajor = 0, bMinor = 0] = b.split(".").map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}

/** The first engine with a version of the API. */
const FIRST_ENGINES: Readonly<Record<string, string>> = {
  "1.41": "20.10",
  "1.42": "23.0",
  "1.43": "24.0",
  "1.44": "25.0",
  "1.45": "26.0",
  "1.46": "27.0",
  "1.47": "27.2",
  "1.48": "28.0",
};

/** A version of the API in words: `API 1.44 (engine 25.0)`. */
export function describeApiVersion(version: string): string {
  const engine = FIRST_ENGINES[version];
  return `API ${version}${engine === undefined ? "" : ` (engine ${engine})`}`;
}
