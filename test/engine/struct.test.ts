import assert from "node:assert/strict";
import fc from "fast-check";
import { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { ListValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { makePlainStructs, plainOf } from "../../engine/plain-struct";
import { fromStruct, keepAll, toStruct, toValue } from "../../engine/struct";
import { marshalProperties, type PropertyMap, type WireMap, type WireValue } from "../../engine/values";

const values = fc.letrec<{ value: PropertyMap[string]; map: PropertyMap }>((tie) => ({
  map: fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("value"), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
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

/** A message whose every field is set by the library. */
function structOf(map: WireMap): Struct {
  const struct = new Struct();
  for (const [key, value] of Object.entries(map)) struct.getFieldsMap().set(key, valueOf(value));
  return struct;
}

function valueOf(value: WireValue): Value {
  if (value === null) return new Value().setNullValue(0);
  if (typeof value === "string") return new Value().setStringValue(value);
  if (typeof value === "number") return new Value().setNumberValue(value);
  if (typeof value === "boolean") return new Value().setBoolValue(value);
  return Array.isArray(value)
    ? new Value().setListValue(new ListValue().setValuesList((value as WireValue[]).map(valueOf)))
    : new Value().setStructValue(structOf(value as WireMap));
}

describe("A message of properties", () => {
  before(() => makePlainStructs({ Struct }));

  it("must be the one that protobuf makes of them, on the wire and in the process", () => {
    fc.assert(
      fc.property(values, (map) => {
        const wire = marshalProperties(map, keepAll);
        const theirs = structOf(wire);
        for (const make of [() => toStruct(map, keepAll), () => Struct.fromJavaScript(wire as never)]) {
          assert.deepEqual(make().serializeBinary(), theirs.serializeBinary());
          assert.deepEqual(make().toJavaScript(), wire);
          assert.deepEqual(fromStruct(make(), keepAll), map);
          assert.deepEqual(make().clone().serializeBinary(), theirs.serializeBinary());
          const sent = new CheckRequest().setNews(make()).clone();
          assert.deepEqual(sent.serializeBinary(), new CheckRequest().setNews(theirs).serializeBinary());
        }
      }),
    );
  });

  it("must be what it was made of, whatever becomes of that", () => {
    const map = { list: [{ text: "a" }] };
    const struct = Struct.fromJavaScript(map);
    map.list.push({ text: "b" });
    assert.deepEqual(struct.toJavaScript(), { list: [{ text: "a" }] });
  });

  it("must be what its fields are set to", () => {
    const struct = Struct.fromJavaScript({ a: 1, b: [true] });
    struct.getFieldsMap().set("c", Value.fromJavaScript("new"));
    assert.deepEqual(struct.toJavaScript(), { a: 1, b: [true], c: "new" });
    assert.deepEqual(plainOf(struct), { a: 1, b: [true], c: "new" });
    struct.clearFieldsMap();
    assert.deepEqual(struct.toJavaScript(), {});
  });

  it("must stay as it is for who writes the message that holds it into a text", () => {
    const struct = Struct.fromJavaScript({ a: "one" });
    assert.doesNotMatch(String(new CheckRequest().setNews(struct)), /one/);
    assert.equal(struct.toJavaScript(), plainOf(struct));
    struct.getFieldsMap().set("b", Value.fromJavaScript("two"));
    assert.match(String(new CheckRequest().setNews(struct)), /one.*two/);
  });

  it("must be refused as the library does where it cannot be one", () => {
    for (const value of [undefined, () => {}, [undefined], { a: [undefined] }]) {
      assert.throws(() => Struct.fromJavaScript({ value } as never), /Unexpected struct type/);
    }
  });

  it("must be so for one value, too", () => {
    for (const value of [null, false, true, 0, -1.5, "", "text", [], [null, "a"], {}, { a: { b: [1] } }]) {
      const ours = toValue("any", value, keepAll);
      assert.deepEqual(ours.serializeBinary(), Value.fromJavaScript(value).serializeBinary());
      assert.equal(ours.getKindCase(), Value.fromJavaScript(value).getKindCase());
    }
  });
});
