import assert from "node:assert/strict";
import fc from "fast-check";
import { Struct, Value, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { fromStruct, keepAll, toStruct, toValue } from "../../engine/struct";
import { marshalProperties, type PropertyMap } from "../../engine/values";

const values = fc.letrec<{ value: PropertyMap[string]; map: PropertyMap }>((tie) => ({
  map: fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("value"), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true }).map((number) => number + 0),
    fc.string({ unit: "binary" }),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("map"),
  ),
})).map;

describe("A message of properties", () => {
  it("must be the one that protobuf makes of them, on the wire and in the process", () => {
    fc.assert(
      fc.property(values, (map) => {
        const ours = toStruct(map, keepAll);
        const theirs = Struct.fromJavaScript(
          marshalProperties(map, keepAll) as Record<string, JavaScriptValue>,
        );
        assert.deepEqual(ours.serializeBinary(), theirs.serializeBinary());
        assert.deepEqual(toStruct(map, keepAll).toJavaScript(), theirs.toJavaScript());
        assert.deepEqual(fromStruct(ours, keepAll), fromStruct(theirs, keepAll));
      }),
    );
  });

  it("must be so for one value, too", () => {
    for (const value of [null, false, true, 0, -1.5, "", "text", [], [null, "a"], {}, { a: { b: [1] } }]) {
      const ours = toValue("any", value, keepAll);
      assert.deepEqual(ours.serializeBinary(), Value.fromJavaScript(value).serializeBinary());
      assert.equal(ours.getKindCase(), Value.fromJavaScript(value).getKindCase());
    }
  });
});
