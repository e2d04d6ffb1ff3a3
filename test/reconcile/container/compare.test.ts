import assert from "node:assert/strict";
import fc from "fast-check";
import {
  compareContainer,
  type Comparison,
  observedValue,
  readBack,
  sameOption,
} from "../../../providers/reconcile/container/compare";
import { optionNames } from "../../../providers/reconcile/container/options";
import {
  type ContainerSpec,
  NO_DEFAULTS,
  type OptionName,
} from "../../../providers/reconcile/container/options/option";
import { defaultsFor, desiredOf, made } from "./engine-echo";
import { examples } from "./examples";
import type { Example } from "./examples/example";

const base: ContainerSpec = { image: "web:1" };

/** What comes of a change from one spec to the other, on an engine that was told the first. */
function change(olds: ContainerSpec, news: ContainerSpec, formerly: ContainerSpec | undefined = olds) {
  return compareContainer({
    spec: news,
    facts: made(desiredOf(olds)),
    defaults: defaultsFor(olds),
    formerly,
  });
}

function kindOf(olds: ContainerSpec, news: ContainerSpec): string {
  return change(olds, news).kind;
}

function changed(comparison: Comparison): readonly OptionName[] {
  return comparison.kind === "same" ? [] : comparison.changes.map(({ option }) => option);
}

describe("the comparison of a container", () => {
  for (const [name, example] of Object.entries(examples) as [OptionName, Example<OptionName>][]) {
    const [first, second] = example.values;
    const without: ContainerSpec = { ...base, ...example.beside };
    const withFirst: ContainerSpec = { ...without, [name]: first };
    const withSecond: ContainerSpec = { ...without, [name]: second };

    it(`must find ${name} as it was asked for`, () => {
      assert.equal(kindOf(withFirst, withFirst), "same");
      assert.equal(kindOf(withSecond, withSecond), "same");
    });

    it(`must take a change of ${name} for ${example.change}`, () => {
      const found = change(withFirst, withSecond);
      assert.equal(found.kind, example.change);
      assert.deepEqual(changed(found), [name]);
    });

    it(`must take ${name} back to its default when it is no longer given`, () => {
      assert.equal(kindOf(withFirst, without), example.unset ?? "replace");
    });

    it(`must not look at ${name} where nobody gave it`, () => {
      assert.equal(change(withFirst, without, without).kind, "same");
    });

    if (example.unset !== "same") {
      it(`must take a container without ${name} for one that lacks it`, () => {
        assert.notEqual(kindOf(without, withFirst), "same");
      });

      it(`must read ${name} back`, () => {
        const found = readBack(made(desiredOf(withFirst)), defaultsFor(withFirst));
        assert.notEqual(found[name], undefined);
        assert.equal(kindOf({ ...without, ...found }, withFirst), "same");
      });
    }

    if (example.spelling !== undefined) {
      it(`must not mind how ${name} is spelt`, () => {
        const other = { ...without, [name]: example.spelling };
        assert.equal(kindOf(withFirst, other), "same");
        if (name !== "platform") assert(sameOption(name, withFirst[name], other[name]));
      });
    }
  }

  it("must find a change of image", () => {
    assert.equal(kindOf(base, { image: "web:2" }), "replace");
    assert.equal(kindOf(base, { image: "sha256:aaaa" }), "same");
  });

  it("must find nothing to write of a container that only has defaults", () => {
    assert.deepEqual(readBack(made(desiredOf(base)), defaultsFor(base)), base);
  });

  it("must say what is observed where it differs, and what was written where it does not", () => {
    const olds: ContainerSpec = { ...base, stopSignal: "term", env: { A: "1" } };
    const facts = made(desiredOf({ ...olds, env: { A: "2" } }));
    const request = { spec: olds, facts, defaults: defaultsFor(olds), formerly: olds };
    assert.equal(observedValue("stopSignal", request), "term");
    assert.deepEqual(observedValue("env", request), { A: "2" });
  });

  it("must compare an option that is not given with its default where nobody knows what was given", () => {
    const facts = made(desiredOf({ ...base, memoryMiB: 64 }));
    const found = compareContainer({ spec: base, facts, defaults: defaultsFor(base), formerly: undefined });
    assert.equal(found.kind, "replace");
  });

  it("must not miss the image's variables where the image is gone", () => {
    const spec = { ...base, env: { A: "1" } };
    const gone = NO_DEFAULTS;
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
      defaults: defaultsFor(base),
      formerly: base,
    });
    assert(found.kind === "update");
    assert.deepEqual(found.update, { Memory: 128 << 20, MemorySwap: 256 << 20 });
  });

  const anySpec = (
    fc.record(
      Object.fromEntries(
        Object.entries(examples).map(([name, { values }]) => [name, fc.constantFrom<unknown>(...values)]),
      ),
      { requiredKeys: [] },
    ) as fc.Arbitrary<Partial<ContainerSpec>>
  ).filter(
    // The engine refuses the two together.
    ({ hostname, utsMode }) => hostname === undefined || utsMode === undefined,
  );

  it("must find any combination of options as it was asked for, and read it back", () => {
    fc.assert(
      fc.property(anySpec, (given) => {
        const spec = { ...base, ...given };
        assert.equal(kindOf(spec, spec), "same");
        const defaults = defaultsFor(spec);
        const found = readBack(made(desiredOf(spec)), defaults);
        const facts = made(desiredOf(found));
        const again = compareContainer({ spec, facts, defaults, formerly: undefined });
        assert.deepEqual(changed(again), []);
      }),
    );
  });

  it("must find exactly the options that differ between any two combinations", () => {
    fc.assert(
      fc.property(anySpec, anySpec, (before, after) => {
        const olds: ContainerSpec = { ...base, ...before };
        const news: ContainerSpec = { ...base, ...after };
        const found = changed(change(olds, news));
        for (const name of optionNames) {
          if (sameOption(name, olds[name], news[name])) {
            // The image's command goes with its entry point.
            if (name !== "command") assert(!found.includes(name), name);
          } else if (olds[name] !== undefined && news[name] !== undefined) {
            assert(found.includes(name), name);
          }
        }
      }),
    );
  });
});
