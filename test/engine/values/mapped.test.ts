import assert from "node:assert/strict";
import { elideAssets } from "../../../engine/plugins/asset-contents";
import { withoutReferences } from "../../../engine/plugins/without-references";
import {
  Asset,
  flattenOutputs,
  mapProperties,
  Output,
  ResourceReference,
  Secret,
  unwrapSecretsIn,
  type PropertyMap,
} from "../../../engine/values";

const plain = { text: "one", nothing: null, list: [1, { deep: true }], ["__proto__"]: "own" };
const sealed = { ...plain, secret: new Secret({ list: ["two"] }) };

describe("properties that are mapped", () => {
  const unchanged: Record<string, [PropertyMap, (map: PropertyMap) => PropertyMap]> = {
    "has no references": [sealed, withoutReferences],
    "has no assets": [sealed, elideAssets],
    "has no outputs": [sealed, flattenOutputs],
    "has no secrets": [plain, unwrapSecretsIn],
  };
  for (const [what, [map, change]] of Object.entries(unchanged)) {
    it(`must be the same map if it ${what}`, () => {
      assert.equal(change(map), map);
    });
  }

  it("must keep the order and what stands beside a change, wherever that is", () => {
    const reference = new ResourceReference("urn:pulumi:dev::app::a:b:C::name" as never, "id", "");
    const map = {
      first: "1",
      list: [1, reference, [reference]],
      secret: new Secret([reference]),
      last: plain,
    };
    const expected = { first: "1", list: [1, "id", ["id"]], secret: new Secret(["id"]), last: plain };
    const mapped = withoutReferences(map);
    assert.deepEqual(mapped, expected);
    assert.deepEqual(Object.keys(mapped), Object.keys(expected));
    assert.equal(mapped["last"], plain);
  });

  it("must change each kind of value that has another in it", () => {
    const asset = new Asset({ hash: "hash", text: "content" });
    const elided = elideAssets({ list: [asset], secret: new Secret(asset) });
    const hashed = new Asset({ hash: "hash" });
    assert.deepEqual(elided, { list: [hashed], secret: new Secret(hashed) });
    const known = new Output({ element: "x", known: true, secret: true });
    assert.deepEqual(flattenOutputs({ secret: new Secret([known]) }), {
      secret: new Secret([new Secret("x")]),
    });
    assert.deepEqual(unwrapSecretsIn(sealed), { ...plain, secret: { list: ["two"] } });
  });

  it("must be given each key with its value", () => {
    const keys: string[] = [];
    const mapped = mapProperties({ a: 1, b: 2 }, (value, key) => (keys.push(key), key === "b" ? 3 : value));
    assert.deepEqual([keys, mapped], [["a", "b"], { a: 1, b: 3 }]);
  });
});
