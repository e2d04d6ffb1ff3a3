import type { ContainerSpec, OptionOf } from "./option";
import { MIB } from "./memory";
import { pathOf } from "./mount-path";

type Tmpfs = NonNullable<ContainerSpec["tmpfs"]>[number];

const MODE = "1777";

export const tmpfs: OptionOf<"tmpfs"> = {
  fields: ["HostConfig.Tmpfs{}"],
  default: "none",
  inPlace: "no",
  readAt: "`HostConfig.Tmpfs`, and `HostConfig.Mounts` of type tmpfs",
  refusal: /tmpfs/i,
  write: (value, { request }) =>
    (request.HostConfig.Tmpfs = Object.fromEntries(value.map((mount) => [mount.target, toText(mount)]))),
  read: ({ hostConfig: { Tmpfs, Mounts } }) => [
    ...Object.entries(Tmpfs ?? {}).map(([target, text]) => fromText(target, text)),
    ...(Mounts ?? [])
      .filter(({ Type }) => Type === "tmpfs")
      .map(({ Target, TmpfsOptions: { SizeBytes = 0, Mode = 0 } = {} }) => ({
        target: Target,
        ...(SizeBytes > 0 ? { sizeMiB: SizeBytes / MIB } : {}),
        ...(Mode > 0 ? { mode: Mode.toString(8) } : {}),
      })),
  ],
  unset: () => [],
  canonical: (value) =>
    value
      .map(({ target, sizeMiB, mode = MODE, options = [] }) =>
        JSON.stringify([pathOf(target), sizeMiB, Number.parseInt(mode, 8), [...options].sort()]),
      )
      .sort(),
};

function toText({ sizeMiB, mode, options = [] }: Tmpfs): string {
  return [
    ...(sizeMiB === undefined ? [] : [`size=${Math.round(sizeMiB * MIB)}`]),
    ...(mode === undefined ? [] : [`mode=${mode}`]),
    ...options,
  ].join(",");
}

function fromText(target: string, text: string): Tmpfs {
  const parts = text.split(",").filter((part) => part !== "");
  const size = parts.find((part) => part.startsWith("size="));
  const mode = parts.find((part) => part.startsWith("mode="));
  const bytes = size === undefined ? Number.NaN : bytesOf(size.slice("size=".length));
  const options = parts.filter((part) => part !== mode && (part !== size || Number.isNaN(bytes)));
  return {
    target,
    ...(Number.isNaN(bytes) ? {} : { sizeMiB: bytes / MIB }),
    ...(mode === undefined ? {} : { mode: mode.slice("mode=".length) }),
    ...(options.length === 0 ? {} : { options }),
  };
}

/** A size as mount takes it; not a number where it is a share of the memory, `50%`. */
function bytesOf(text: string): number {
  const [, number = "", unit = ""] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  return number === "" ? Number.NaN : Number(number) * 1024 ** " kmg".indexOf(unit.toLowerCase() || " ");
}
