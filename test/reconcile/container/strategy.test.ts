import assert from "node:assert/strict";
import type { Desired } from "../../../providers/reconcile/container/desired";
import type { ContainerFacts } from "../../../providers/reconcile/container/observe";
import type { ContainerSpec } from "../../../providers/reconcile/container/options/option";
import { chooseStrategy } from "../../../providers/reconcile/container/strategy";
import { desiredOf, made } from "./engine-echo";

interface Row {
  readonly what: string;
  readonly old: Partial<ContainerSpec>;
  /** Default: the same. */
  readonly now?: Partial<ContainerSpec>;
  readonly facts?: Partial<ContainerFacts>;
  readonly settings?: Partial<Desired>;
  readonly order: "start-first" | "stop-first";
}

const port = (host: number, more: object = {}) => ({ ports: [{ container: 80, host, ...more }] });
const volume = (readOnly: boolean) => ({ volumes: [{ volume: "data", target: "/data", readOnly }] });

const rows: readonly Row[] = [
  { what: "nothing", old: {}, order: "start-first" },
  { what: "a port that the engine chooses", old: { ports: [{ container: 80 }] }, order: "start-first" },
  { what: "one fixed port", old: port(80), order: "stop-first" },
  { what: "another fixed port", old: port(80), now: port(81), order: "start-first" },
  {
    what: "a port of another protocol",
    old: port(80),
    now: port(80, { protocol: "udp" }),
    order: "start-first",
  },
  {
    what: "a port at another address",
    old: port(80),
    now: port(80, { address: "10.0.0.1" }),
    order: "start-first",
  },
  { what: "a port at all addresses", old: port(80), now: port(80, { public: true }), order: "stop-first" },
  { what: "a volume to write to", old: volume(false), order: "stop-first" },
  { what: "a volume to read", old: volume(true), order: "start-first" },
  { what: "a folder to write to", old: { binds: [{ source: "/s", target: "/t" }] }, order: "stop-first" },
  {
    what: "a folder in one that the old one writes to",
    old: { binds: [{ source: "/s", target: "/t" }] },
    now: { binds: [{ source: "/s/a/", target: "/t" }] },
    order: "stop-first",
  },
  {
    what: "a folder whose name only begins alike",
    old: { binds: [{ source: "/s", target: "/t" }] },
    now: { binds: [{ source: "/sa", target: "/t" }] },
    order: "start-first",
  },
  { what: "another one's volumes to write to", old: { volumesFrom: ["db"] }, order: "stop-first" },
  { what: "another one's volumes to read", old: { volumesFrom: ["db:ro"] }, order: "start-first" },
  {
    what: "one fixed address",
    old: { networks: [{ network: "n", ipv4Address: "10.0.0.9" }] },
    order: "stop-first",
  },
  { what: "aliases", old: { networks: [{ network: "n", aliases: ["a"] }] }, order: "start-first" },
  { what: "the host's network", old: { networks: [{ network: "host" }] }, order: "stop-first" },
  {
    what: "a port, after the host's network",
    old: { networks: [{ network: "host" }] },
    now: port(80),
    order: "stop-first",
  },
  { what: "a crash loop", old: {}, facts: { status: "restarting" }, order: "stop-first" },
  {
    what: "a volume, overridden",
    old: volume(false),
    settings: { updateStrategy: "start-first" },
    order: "start-first",
  },
  { what: "nothing, overridden", old: {}, settings: { updateStrategy: "stop-first" }, order: "stop-first" },
];

describe("the strategy of a swap", () => {
  for (const { what, old, now = old, facts, settings, order } of rows) {
    it(`must be ${order} with ${what}`, () => {
      const chosen = chooseStrategy(desiredOf(now, settings), made(desiredOf(old), facts));
      assert.equal(chosen.order, order, chosen.cause);
    });
  }
});
