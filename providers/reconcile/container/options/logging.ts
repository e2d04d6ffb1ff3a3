import type { OptionOf } from "./option";

export const logDriver: OptionOf<"logDriver"> = {
  fields: ["HostConfig.LogConfig.Type"],
  refusal: /log(ging)? (driver|plugin)(?!: .*(invalid|pars))/i,
  default: "the engine's",
  inPlace: "no",
  write: (value, { request: { HostConfig: host } }) => (host.LogConfig = { ...host.LogConfig, Type: value }),
  read: ({ hostConfig }) => hostConfig.LogConfig?.Type,
  unset: ({ defaults }) => defaults.engine?.logDriver,
  same: (wanted, found, { defaults }) =>
    wanted === found || (wanted === undefined && defaults.engine === undefined),
};

export const logOptions: OptionOf<"logOptions"> = {
  fields: ["HostConfig.LogConfig.Config{}"],
  refusal: /log.?opt|logging driver: .*(invalid|pars)/i,
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
