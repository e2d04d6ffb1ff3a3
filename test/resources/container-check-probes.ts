import type { Wrong } from "./container-check-rows";

/** Probes that can tell nothing. */
export const wrongProbes: readonly Wrong[] = [
  ["a probe that asks nothing", { probe: {} }, /^probe must have either http or tcp/],
  [
    "a probe that asks two things",
    { probe: { http: { port: 80 }, tcp: { port: 80 } } },
    /^probe must have either http or tcp/,
  ],
  [
    "a probe of a container without an address",
    { probe: { tcp: { port: 80 } }, networks: [{ network: "container:db" }] },
    /^probe .*container:db/,
  ],
  [
    "a probe that the old one would answer",
    { probe: { tcp: { port: 80 } }, networks: [{ network: "host" }], updateStrategy: "start-first" },
    /^probe .*old container/,
  ],
  [
    "a probe's header of two lines",
    { probe: { http: { port: 80, headers: { Host: "a\r\nb" } } } },
    /^probe\.http\.headers\.Host .*one line/,
  ],
  [
    "a probe's header without a name",
    { probe: { http: { port: 80, headers: { "": "a" } } } },
    /^probe\.http\.headers\[""\] .*name/,
  ],
];
