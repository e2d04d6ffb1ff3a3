import type { OptionOf } from "./option";

export const logDriver: OptionOf<"logDriver"> = {
  field: "HostConfig.LogConfig.Type",
  default: "the engine's",
  inPlace: "no",
  write: (value, { request: { HostConfig: host } }) => (host.LogConfig = { ...host.LogConfig, Type: value }),
  read: ({ hostConfig }) => hostConfig.LogConfig?.Type,
  unset: ({ defaults }) => defaults.logDriver,
};

export const logOptions: OptionOf<"logOptions"> = {
  field: "HostConfig.LogConfig.Config",
  default: "the engine's",
  inPlace: "no",
  write: (value, { request: { HostConfig: host } }) =>
    (host.LogConfig = { Type: host.LogConfig?.Type ?? "", Config: value }),
  read: ({ hostConfig }) => ({ ...hostConfig.LogConfig?.Config }),
  unset: () => ({}),
  // The engine adds options of its own configuration, which it tells nobody.
  same: (wanted = {}, found = {}, { formerly }) =>
    Object.entries(wanted).every(([key, value]) => found[key] === value) &&
    Object.keys(formerly?.logOptions ?? {}).every(
      (key) => Object.hasOwn(wanted, key) || !Object.hasOwn(found, key),
    ),
};
