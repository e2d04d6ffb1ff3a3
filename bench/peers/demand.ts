/** What every contestant is to deploy: the same containers by the same names, each on a host of its own. */
export interface Demand {
  readonly count: number;
  /** That of the container that changes; all others are blue. */
  readonly colour: "blue" | "green";
}

/** One container as it is to be. */
export interface WantedContainer {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** The port of the host's loopback address that leads to its port 80. */
  readonly port?: number;
  readonly hasVolume: boolean;
}

/** It is on every host from the beginning. */
export const IMAGE = "moorage-bench/web:1";
/** All containers are on it. */
export const NETWORK = "bench";
/** The first container has it at `/data`. */
export const VOLUME = "bench-data";
export const LABELS = { tier: "web" } as const;
export const RESTART = "unless-stopped";

const PORTED_EACH = 5;
const FIRST_PORT = 18_000;
/** Without port and volume, as most are. */
const CHANGING = 1;

export function containersOf({ count, colour }: Demand): readonly WantedContainer[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `app-${index}`,
    env: { INDEX: String(index), COLOUR: index === CHANGING ? colour : "blue" },
    ...(index % PORTED_EACH === 0 ? { port: FIRST_PORT + index } : {}),
    hasVolume: index === 0,
  }));
}
