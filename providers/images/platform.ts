/** What an image runs on, in Go's words: `linux`, `amd64`. Undefined where the image does not say. */
export interface Platform {
  readonly os: string | undefined;
  readonly architecture: string | undefined;
  readonly variant: string | undefined;
}

/** Go's words for the names that kernels give their machines, which are what an engine says of its host. */
const ARCHITECTURES: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  x86_64: ["amd64"],
  aarch64: ["arm64", "v8"],
  armv8l: ["arm", "v7"],
  armv7l: ["arm", "v7"],
  armv6l: ["arm", "v6"],
  i386: ["386"],
  i686: ["386"],
};

/** The platform of a Linux host of the given machine architecture. */
export function linuxPlatform(machine: string): Platform {
  const [architecture, variant] = ARCHITECTURES[machine] ?? [machine];
  return { os: "linux", architecture, variant };
}

/** Whether an image says that it is for another platform. */
export function isForeign(image: Platform, host: Platform): boolean {
  const differs = (key: "os" | "architecture"): boolean =>
    image[key] !== undefined && image[key] !== host[key];
  return differs("os") || differs("architecture");
}

/** `linux/arm/v7`. */
export function formatPlatform(platform: Platform): string {
  return [platform.os ?? "linux", platform.architecture ?? "unknown", platform.variant]
    .filter((part) => part !== undefined)
    .join("/");
}
