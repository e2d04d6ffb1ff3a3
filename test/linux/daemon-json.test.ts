import assert from "node:assert/strict";
import fc from "fast-check";
import {
  changedKeys,
  isSame,
  mergeInsecureRegistries,
  type JsonObject,
  mergeSettings,
  needsRestart,
  settingsAt,
} from "../../providers/linux/daemon-json";

const key = fc.constantFrom("debug", "log-opts", "labels", "runtimes", "mtu");
const settings = fc.dictionary(
  key,
  fc.oneof(
    fc.boolean(),
    fc.integer(),
    fc.array(fc.string()),
    fc.dictionary(key, fc.oneof(fc.string(), fc.integer()), { noNullPrototype: true }),
  ),
  { noNullPrototype: true },
) as fc.Arbitrary<JsonObject>;

describe("the engine's settings", () => {
  it("must say what is wanted and keep what is not named", () => {
    const current = { debug: true, "log-opts": { "max-file": "3" } };
    assert.deepEqual(mergeSettings(current, { "log-opts": { "max-size": "10m" } }, {}), {
      debug: true,
      "log-opts": { "max-file": "3", "max-size": "10m" },
    });
  });

  it("must lose what is wanted no longer, with the object that it was alone in", () => {
    const current = { debug: true, "log-opts": { "max-size": "10m" } };
    assert.deepEqual(mergeSettings(current, {}, { "log-opts": { "max-size": "10m" } }), { debug: true });
  });

  it("must keep what somebody changed since it was wanted", () => {
    const current = { "log-opts": { "max-size": "1m", "max-file": "3" } };
    const formerly = { "log-opts": { "max-size": "10m", "max-file": "3" } };
    assert.deepEqual(mergeSettings(current, {}, formerly), { "log-opts": { "max-size": "1m" } });
  });

  it("must take whole lists, not add to them", () => {
    assert.deepEqual(mergeSettings({ labels: ["a"] }, { labels: ["b"] }, {}), { labels: ["b"] });
  });

  it("must add insecure registries to those of others, and take out its own alone", () => {
    const others = { debug: true, "insecure-registries": ["a:1", "b:2"] };
    const both = { debug: true, "insecure-registries": ["a:1", "b:2", "c:3"] };
    assert.deepEqual(mergeInsecureRegistries(others, ["b:2", "c:3"], []), both);
    assert.deepEqual(mergeInsecureRegistries(both, ["c:3"], ["c:3", "d:4"]), both);
    assert.deepEqual(mergeInsecureRegistries(both, [], ["c:3"]), others);
    assert.deepEqual(mergeInsecureRegistries({}, ["c:3"], []), { "insecure-registries": ["c:3"] });
    assert.deepEqual(mergeInsecureRegistries({ "insecure-registries": ["c:3"] }, [], ["c:3"]), {});
    assert.deepEqual(mergeInsecureRegistries({ "insecure-registries": [] }, [], []), {
      "insecure-registries": [],
    });
  });

  it("must say what is wanted afterwards, whatever was there", () => {
    fc.assert(
      fc.property(settings, settings, settings, (current, wanted, formerly) => {
        const after = mergeSettings(current, wanted, formerly);
        assert.ok(isSame(settingsAt(after, wanted), wanted));
        assert.deepEqual(mergeSettings(after, wanted, wanted), after);
      }),
    );
  });

  it("must keep every key that was never wanted", () => {
    fc.assert(
      fc.property(settings, settings, (current, wanted) => {
        const after = mergeSettings(current, wanted, {});
        for (const [name, value] of Object.entries(current)) {
          if (!(name in wanted)) assert.deepEqual(after[name], value);
        }
      }),
    );
  });

  it("must be read at the places that are wanted only", () => {
    const current = { debug: true, "log-opts": { "max-size": "1m", "max-file": "3" } };
    assert.deepEqual(settingsAt(current, { "log-opts": { "max-size": "10m" }, mtu: 1400 }), {
      "log-opts": { "max-size": "1m" },
    });
  });

  it("must need a restart unless all that changed can be reloaded", () => {
    assert.equal(needsRestart(changedKeys({ debug: true }, { debug: false, labels: ["a"] })), false);
    assert.equal(needsRestart(changedKeys({ debug: true }, { debug: false, mtu: 1400 })), true);
  });
});
