import { list, rows, set } from "./fields";
import type { ContainerSpec, OptionOf } from "./option";

type ExtraHost = NonNullable<ContainerSpec["extraHosts"]>[number];

export const dns: OptionOf<"dns"> = list("Dns", {
  default: "the engine's",
  refusal: /dns and the network mode/i,
});

export const dnsOpts: OptionOf<"dnsOpts"> = set("DnsOptions", { default: "the engine's" });

export const dnsSearches: OptionOf<"dnsSearches"> = list("DnsSearch", { default: "the engine's" });

export const extraHosts: OptionOf<"extraHosts"> = rows<ExtraHost, "ExtraHosts">(
  "ExtraHosts",
  {
    toJson: ({ host, ip }) => `${host}:${ip.toLowerCase()}`,
    fromJson: (text) => {
      const end = text.indexOf(":");
      return { host: text.slice(0, end), ip: text.slice(end + 1) };
    },
  },
  { fields: ["HostConfig.ExtraHosts[]"], refusal: /extra hosts|add-host|host-gateway/i },
);
