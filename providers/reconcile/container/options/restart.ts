import type { OptionOf } from "./option";

export const restart: OptionOf<"restart"> = {
  fields: ["HostConfig.RestartPolicy.Name"],
  default: "no",
  inPlace: ["RestartPolicy"],
  write: (value, { request: { HostConfig: host } }) =>
    (host.RestartPolicy = { ...host.RestartPolicy, Name: value }),
  // The API has other names in no version so far; one would be shown as it is.
  read: ({ hostConfig }) => (hostConfig.RestartPolicy?.Name || "no") as "no",
  unset: () => "no",
};

export const maxRetryCount: OptionOf<"maxRetryCount"> = {
  fields: ["HostConfig.RestartPolicy.MaximumRetryCount"],
  default: "without limit",
  inPlace: ["RestartPolicy"],
  write: (value, { request: { HostConfig: host } }) =>
    (host.RestartPolicy = { Name: host.RestartPolicy?.Name ?? "no", MaximumRetryCount: value }),
  read: ({ hostConfig }) => hostConfig.RestartPolicy?.MaximumRetryCount ?? 0,
  unset: () => 0,
};
