import assert from "node:assert/strict";
import fc from "fast-check";
import {
  compareContainer,
  observedValue,
  readBack,
  sameOption,
} from "../../../providers/reconcile/container/compare";
import { FILES_DIRECTORY } from "../../../providers/reconcile/container/given-files";
import { optionNames } from "../../../providers/reconcile/container/options";
import type { ContainerSpec, OptionName } from "../../../providers/reconcile/container/options/option";
import { desiredOf, imageDefaults, made } from "./engine-echo";

interface Example<K extends OptionName> {
  /** Two values that mean different things. */
  readonly values: readonly [NonNullable<ContainerSpec[K]>, NonNullable<ContainerSpec[K]>];
  /** Another spelling of the first value. */
  readonly spelling?: NonNullable<ContainerSpec[K]>;
  readonly change: "update" | "replace";
  /** What it takes to go back to the default. */
  readonly unset?: "update" | "replace" | "same";
}

const examples: { readonly [K in Exclude<OptionName, "image">]: Example<K> } = {
  command: { values: [["/a"], ["/a", "b"]], change: "replace" },
  entrypoint: { values: [["/e"], []], change: "replace" },
  env: { values: [{ A: "1", B: "" }, { A: "2" }], spelling: { B: "", A: "1" }, change: "replace" },
  ports: {
    values: [
      [
        { container: 80, host: 8080 },
        { container: 53, protocol: "udp" },
      ],
      [{ container: 80, host: 8080, public: true }],
    ],
    spelling: [
      { container: 53, protocol: "udp", public: false },
      { container: 80, host: 8080, protocol: "tcp", address: "127.0.0.1" },
    ],
    change: "replace",
  },
  volumes: {
    values: [[{ volume: "data", target: "/data" }], [{ volume: "data", target: "/data", readOnly: true }]],
    spelling: [{ volume: "data", target: "/data/", readOnly: false }],
    change: "replace",
  },
  binds: {
    values: [[{ source: "/srv", target: "/srv" }], [{ source: "/srv/b", target: "/srv" }]],
    spelling: [{ source: "/srv/", target: "/srv", readOnly: false }],
    change: "replace",
  },
  files: {
    values: [
      [{ source: `${FILES_DIRECTORY}/web/1`, target: "/etc/key" }],
      [{ source: `${FILES_DIRECTORY}/web/2`, target: "/etc/key" }],
    ],
    spelling: [{ source: `${FILES_DIRECTORY}/web/1`, target: "/etc//key" }],
    change: "replace",
  },
  networks: {
    values: [[{ network: "back", aliases: ["b", "a"] }], [{ network: "back", ipv4Address: "10.0.0.9" }]],
    spelling: [{ network: "back", aliases: ["a", "b"] }],
    change: "update",
    unset: "update",
  },
  restart: { values: ["always", "unless-stopped"], change: "update", unset: "update" },
  maxRetryCount: { values: [3, 5], change: "update", unset: "update" },
  healthcheck: {
    values: [{ test: ["CMD", "/a"], retries: 2 }, { test: ["NONE"] }],
    change: "replace",
  },
  labels: { values: [{ a: "1" }, { a: "2" }], change: "replace" },
  user: { values: ["1000", "0"], change: "replace" },
  workingDir: { values: ["/a", "/b"], spelling: "/a/", change: "replace" },
  hostname: { values: ["one", "two"], change: "replace" },
  memoryMiB: { values: [64, 64.5], change: "update", unset: "replace" },
  memoryReservationMiB: { values: [32, 16], change: "update", unset: "replace" },
  cpus: { values: [0.1, 1.5], change: "update", unset: "replace" },
  cpuShares: { values: [512, 2048], change: "update", unset: "replace" },
  logDriver: { values: ["local", "none"], change: "replace" },
  logOptions: { values: [{ "max-size": "1m" }, { "max-size": "2m" }], change: "replace" },
  stopSignal: { values: ["SIGTERM", "SIGHUP"], spelling: "term", change: "replace" },
  stopTimeoutSeconds: { values: [3, 10], change: "replace" },
  init: { values: [true, false], change: "replace" },
};

const defaults = { image: imageDefaults, logDriver: "json-file" };
const base: ContainerSpec = { image: "web:1" };

/** The kind of a change from one spec to the other, on an engine that was told the first. */
function kindOf(olds: ContainerSpec, news: ContainerSpec): string {
  return compareContainer({ spec: news, facts: made(desiredOf(olds)), defaults, formerly: olds }).kind;
}

describe("the comparison of a container", () => {
  it("must have an example of every option", () => {
    assert.deepEqual(Object.keys(examples).sort(), optionNames.filter((name) => name !== "image").sort());
  });

  for (const [name, example] of Object.entries(examples) as [OptionName, Example<OptionName>][]) {
    const [first, second] = example.values;
    const withFirst: ContainerSpec = { ...base, [name]: first };

    it(`must find ${name} as it was asked for`, () => {
      assert.equal(kindOf(withFirst, withFirst), "same");
      assert.equal(kindOf({ ...base, [name]: second }, { ...base, [name]: second }), "same");
    });

    it(`must take a change of ${name} for ${example.change}`, () => {
      const news = { ...base, [name]: second };
      const found = compareContainer({
        spec: news,
        facts: made(desiredOf(withFirst)),
        defaults,
        formerly: withFirst,
      });
      assert.equal(found.kind, example.change);
      assert("changes" in found);
      assert.deepEqual(
        found.changes.map(({ option }) => option),
        [name],
      );
    });

    it(`must take ${name} back to its default when it is no longer given`, () => {
      assert.equal(kindOf(withFirst, base), example.unset ?? "replace");
    });

    it(`must not look at ${name} where nobody gave it`, () => {
      const facts = made(desiredOf(withFirst));
      assert.equal(compareContainer({ spec: base, facts, defaults, formerly: base }).kind, "same");
    });

    it(`must take a container without ${name} for one that lacks it`, () => {
      assert.notEqual(kindOf(base, withFirst), "same");
    });

    if (example.spelling !== undefined) {
      it(`must not mind how ${name} is spelt`, () => {
        const other = { ...base, [name]: example.spelling };
        assert.equal(kindOf(withFirst, other), "same");
        assert(sameOption(name, withFirst[name], other[name]));
      });
    }

    it(`must read ${name} back`, () => {
      const found = readBack(made(desiredOf(withFirst)), defaults);
      assert.notEqual(found[name], undefined);
      assert.equal(kindOf(found, withFirst), "same");
    });
  }

  it("must find a change of image", () => {
    assert.equal(kindOf(base, { image: "web:2" }), "replace");
    assert.equal(kindOf(base, { image: "sha256:aaaa" }), "same");
  });

  it("must find nothing to write of a container that only has defaults", () => {
    assert.deepEqual(readBack(made(desiredOf(base)), defaults), base);
  });

  it("must say what is observed where it differs, and what was written where it does not", () => {
    const olds: ContainerSpec = { ...base, stopSignal: "term", env: { A: "1" } };
    const facts = made(desiredOf({ ...olds, env: { A: "2" } }));
    const request = { spec: olds, facts, defaults, formerly: olds };
    assert.equal(observedValue("stopSignal", request), "term");
    assert.deepEqual(observedValue("env", request), { A: "2" });
  });

  it("must compare an option that is not given with its default where nobody knows what was given", () => {
    const facts = made(desiredOf({ ...base, memoryMiB: 64 }));
    const found = compareContainer({ spec: base, facts, defaults, formerly: undefined });
    assert.equal(found.kind, "replace");
  });

  it("must not miss the image's variables where the image is gone", () => {
    const spec = { ...base, env: { A: "1" } };
    const gone = { image: undefined, logDriver: undefined };
    const facts = made(desiredOf(spec));
    assert.equal(compareContainer({ spec, facts, defaults: gone, formerly: spec }).kind, "same");
    const formerly = { ...base, env: { A: "1", B: "2" } };
    const both = made(desiredOf(formerly));
    assert.equal(compareContainer({ spec, facts: both, defaults: gone, formerly }).kind, "replace");
  });

  it("must ask the engine to update exactly the fields that changed", () => {
    const found = compareContainer({
      spec: { ...base, memoryMiB: 128, cpus: 0.5 },
      facts: made(desiredOf({ ...base, memoryMiB: 64, cpus: 0.5 })),
      defaults,
      formerly: base,
    });
    assert(found.kind === "update");
    assert.deepEqual(found.update, { Memory: 128 << 20, MemorySwap: 256 << 20 });
  });

  const anySpec = fc.record(
    Object.fromEntries(
      Object.entries(examples).map(([name, { values }]) => [name, fc.constantFrom<unknown>(...values)]),
    ),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Partial<ContainerSpec>>;

  it("must find any combination of options as it was asked for, and read it back", () => {
    fc.assert(
      fc.property(anySpec, (given) => {
        const spec = { ...base, ...given };
        assert.equal(kindOf(spec, spec), "same");
        const found = readBack(made(desiredOf(spec)), defaults);
        const facts = made(desiredOf(found));
        assert.equal(compareContainer({ spec, facts, defaults, formerly: undefined }).kind, "same");
      }),
    );
  });

  it("must find exactly the options that differ between any two combinations", () => {
    fc.assert(
      fc.property(anySpec, anySpec, (before, after) => {
        const [olds, news] = [
          { ...base, ...before },
          { ...base, ...after },
        ];
        const found = compareContainer({
          spec: news,
          facts: made(desiredOf(olds)),
          defaults,
          formerly: olds,
        });
        const changed = found.kind === "same" ? [] : found.changes.map(({ option }) => option);
        for (const name of optionNames) {
          if (sameOption(name, olds[name], news[name])) {
            // The image's command goes with its entry point.
            if (name !== "command") assert(!changed.includes(name), name);
          } else if (olds[name] !== undefined && news[name] !== undefined) {
            assert(changed.includes(name), name);
          }
        }
      }),
    );
  });
});
