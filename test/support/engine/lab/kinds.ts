/** How resources of one type behave. */
export interface Kind {
  /** What Diff tells: every property, their names only, or nothing at all. */
  readonly diff: "detailed" | "terse" | "unknown";
  /** Whether it has an output that is a secret of its own making. */
  readonly token: boolean;
  /** Whether Check adds an input that the program did not give. */
  readonly defaults: boolean;
  /** Whether the engine must read it before it updates it. */
  readonly stale: boolean;
}

const plain: Kind = { diff: "detailed", token: false, defaults: false, stale: false };

export const kinds = {
  Plain: plain,
  Terse: { ...plain, diff: "terse" },
  Unsure: { ...plain, diff: "unknown" },
  Secretive: { ...plain, token: true },
  Padded: { ...plain, defaults: true },
  Stale: { ...plain, stale: true },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

export function kindOf(type: string): Kind {
  const name = type.split(":").at(-1) ?? "";
  return (kinds as Readonly<Record<string, Kind | undefined>>)[name] ?? plain;
}

/** What a change of a property asks for, by its name. */
export function replacement(property: string): "none" | "create-first" | "delete-first" {
  if (property === "key" || property === "zone") return "create-first";
  return property === "slot" ? "delete-first" : "none";
}

/** How a package speaks the protocol. */
export interface Dialect {
  readonly handshake: boolean;
  readonly supportsPreview: boolean;
  readonly acceptSecrets: boolean;
}

/** `lab` speaks the protocol of today; `old` knows neither previews nor secrets. */
export const dialects = {
  lab: { handshake: true, supportsPreview: true, acceptSecrets: true },
  old: { handshake: false, supportsPreview: false, acceptSecrets: false },
} as const satisfies Record<string, Dialect>;

export type PackageName = keyof typeof dialects;
