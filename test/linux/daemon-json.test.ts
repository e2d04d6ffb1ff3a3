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

  describe("with insecure registries", () => {
    interface Case {
      readonly what: string;
      /** What the engine has, and which of it we added. */
      readonly there: readonly string[];
      readonly ours: readonly string[];
      readonly wanted: readonly string[];
      readonly after: { readonly there: readonly string[]; readonly ours: readonly string[] };
    }
    const cases: readonly Case[] = [
      {
        what: "add what is missing and leave to others what they had there",
        there: ["a:1", "b:2"],
        ours: [],
        wanted: ["b:2", "c:3"],
        after: { there: ["a:1", "b:2", "c:3"], ours: ["c:3"] },
      },
      {
        what: "take out what they added alone, though another was wanted too",
        there: ["a:1", "b:2", "c:3"],
        ours: ["c:3"],
        wanted: [],
        after: { there: ["a:1", "b:2"], ours: [] },
      },
      {
        what: "change nothing that is as wanted",
        there: ["a:1", "c:3"],
        ours: ["c:3"],
        wanted: ["a:1", "c:3"],
        after: { there: ["a:1", "c:3"], ours: ["c:3"] },
      },
      {
        what: "make theirs what others had there and have taken away",
        there: [],
        ours: [],
        wanted: ["a:1"],
        after: { there: ["a:1"], ours: ["a:1"] },
      },
      {
        what: "forget what they added, others took away, and is wanted no longer",
        there: ["a:1"],
        ours: ["c:3"],
        wanted: [],
        after: { there: ["a:1"], ours: [] },
      },
    ];
    for (const { what, there, ours, wanted, after } of cases) {
      it(`must ${what}`, () => {
        const settings = { debug: true, "insecure-registries": there };
        const merged = mergeInsecureRegistries({ settings, added: ours }, wanted);
        const expected = { debug: true, "insecure-registries": after.there };
        assert.deepEqual(merged, { settings: expected, added: after.ours });
        assert.deepEqual(mergeInsecureRegistries(merged, wanted), merged);
      });
    }

    it("must have no list of their own when all is taken out of it, and leave an empty one as it is", () => {
      const mine = { settings: { "insecure-registries": ["c:3"] }, added: ["c:3"] };
      assert.deepEqual(mergeInsecureRegistries(mine, []), { settings: {}, added: [] });
      const empty = { settings: { "insecure-registries": [] }, added: [] };
      assert.deepEqual(mergeInsecureRegistries(empty, []), empty);
      assert.deepEqual(mergeInsecureRegistries({ settings: {}, added: [] }, ["c:3"]), mine);
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
