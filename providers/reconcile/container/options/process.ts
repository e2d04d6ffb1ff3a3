import { type TextMap, without, sameOnTop } from "./maps";
import type { OptionOf } from "./option";

export const image: OptionOf<"image"> = {
  fields: ["Image"],
  default: "it must be given",
  inPlace: "no",
  write: (value, { request }) => (request.Image = value),
  read: ({ config }) => config.Image,
  unset: () => undefined,
  same: (wanted, found, { facts }) => wanted === found || wanted === facts.imageId,
};

export const platform: OptionOf<"platform"> = {
  fields: ["?platform"],
  default: "the image's",
  inPlace: "no",
  readAt: "the image's `Os`, `Architecture` and `Variant`",
  refusal:
    /does not match the (specified|expected|desired) platform|platform|operating system or architecture/i,
  write: (value, made) => (made.platform = value),
  read: (_facts, defaults) => defaults.platform,
  unset: ({ defaults }) => defaults.platform,
  // What is not said is not asked for: `linux/arm64` is `linux/arm64/v8` as well.
  same: (wanted, found) =>
    wanted === undefined ||
    found === undefined ||
    `${found}/`.startsWith(`${wanted}/`) ||
    wanted === found.split("/")[0],
};

export const tty: OptionOf<"tty"> = {
  fields: ["Tty"],
  default: "no",
  inPlace: "no",
  write: (value, { request }) => (request.Tty = value),
  read: ({ config }) => config.Tty ?? false,
  unset: () => false,
};

export const stdinOpen: OptionOf<"stdinOpen"> = {
  fields: ["OpenStdin"],
  default: "no",
  inPlace: "no",
  write: (value, { request }) => (request.OpenStdin = value),
  read: ({ config }) => config.OpenStdin ?? false,
  unset: () => false,
};

export const command: OptionOf<"command"> = {
  fields: ["Cmd[]"],
  default: "the image's, unless an entry point is given",
  inPlace: "no",
  write: (value, { request }) => (request.Cmd = value),
  read: ({ config }) => [...(config.Cmd ?? [])],
  // The engine drops the image's command where the entry point is not the image's.
  unset: ({ spec, defaults }) => (spec.entrypoint === undefined ? [...(defaults.image?.Cmd ?? [])] : []),
};

export const entrypoint: OptionOf<"entrypoint"> = {
  fields: ["Entrypoint[]"],
  default: "the image's",
  inPlace: "no",
  // No words at all mean the image's to the engine; one empty word takes the image's away.
  write: (value, { request }) => (request.Entrypoint = value.length === 0 ? [""] : value),
  read: ({ config }) => [...(config.Entrypoint ?? [])],
  unset: ({ defaults }) => [...(defaults.image?.Entrypoint ?? [])],
};

export const env: OptionOf<"env"> = {
  fields: ["Env[]"],
  default: "the image's",
  inPlace: "no",
  write: (value, { request }) => (request.Env = Object.entries(value).map(([key, text]) => `${key}=${text}`)),
  read: ({ config }, defaults) => without(parseEnv(config.Env), parseEnv(defaults.image?.Env)),
  unset: () => ({}),
  same: (wanted = {}, found = {}, { defaults, formerly }) =>
    sameOnTop(wanted, found, defaults.image && parseEnv(defaults.image.Env), formerly?.env),
};

export const user: OptionOf<"user"> = {
  fields: ["User"],
  refusal: /unable to find user/i,
  default: "the image's",
  inPlace: "no",
  write: (value, { request }) => (request.User = value),
  read: ({ config }) => config.User ?? "",
  unset: ({ defaults }) => defaults.image?.User ?? "",
};

export const workingDir: OptionOf<"workingDir"> = {
  fields: ["WorkingDir"],
  refusal: /working directory|workdir/i,
  default: "the image's",
  inPlace: "no",
  write: (value, { request }) => (request.WorkingDir = value),
  read: ({ config }) => config.WorkingDir ?? "",
  unset: ({ defaults }) => defaults.image?.WorkingDir ?? "",
  canonical: (value) => (value.length > 1 ? value.replace(/\/+$/, "") : value.replace("/", "")),
};

export const init: OptionOf<"init"> = {
  fields: ["HostConfig.Init"],
  default: "the engine's",
  inPlace: "no",
  write: (value, { request }) => (request.HostConfig.Init = value),
  read: ({ hostConfig }) => hostConfig.Init ?? undefined,
  unset: () => undefined,
  same: (wanted, found) => (wanted ?? false) === (found ?? false),
};

export const stopSignal: OptionOf<"stopSignal"> = {
  fields: ["StopSignal"],
  refusal: /invalid signal/i,
  default: "the image's, else SIGTERM",
  inPlace: "no",
  write: (value, { request }) => (request.StopSignal = value),
  read: ({ config }) => config.StopSignal || "SIGTERM",
  unset: ({ defaults }) => defaults.image?.StopSignal || "SIGTERM",
  canonical: (value) => {
    const name = value.toUpperCase();
    return /^(SIG|\d)/.test(name) ? name : `SIG${name}`;
  },
};

const STOP_TIMEOUT_SECONDS = 10;

export const stopTimeoutSeconds: OptionOf<"stopTimeoutSeconds"> = {
  fields: ["StopTimeout"],
  default: "10",
  inPlace: "no",
  write: (value, { request }) => (request.StopTimeout = value),
  read: ({ config }) => config.StopTimeout ?? STOP_TIMEOUT_SECONDS,
  unset: () => STOP_TIMEOUT_SECONDS,
};

function parseEnv(entries: readonly string[] | null | undefined): TextMap {
  return Object.fromEntries(
    (entries ?? []).map((entry) => {
      const end = entry.indexOf("=");
      return end < 0 ? [entry, ""] : [entry.slice(0, end), entry.slice(end + 1)];
    }),
  );
}
