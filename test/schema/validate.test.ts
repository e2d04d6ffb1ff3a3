import assert from "node:assert/strict";
import { UNKNOWN, formatPath, type Value } from "../../providers/resources/bag";
import type { PackageSpec, Properties } from "../../providers/schema/package-spec";
import { validate } from "../../providers/schema/validate";

const limits = (moorage: object): object => ({ language: { moorage } });
const properties = {
  text: { type: "string", ...limits({ pattern: "^/" }) },
  flag: { type: "boolean" },
  count: { type: "integer", ...limits({ minimum: 1, maximum: 9 }) },
  ratio: { type: "number" },
  list: { type: "array", items: { $ref: "#/types/moorage:index:Part" } },
  map: { type: "object", additionalProperties: { type: "string" } },
  json: { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } },
  mode: { $ref: "#/types/moorage:index:Mode" },
} as Properties;
const schema = {
  types: {
    "moorage:index:Part": {
      type: "object",
      properties: {
        name: { type: "string" },
        parts: { type: "array", items: { $ref: "#/types/moorage:index:Part" } },
      },
      required: ["name"],
    },
    "moorage:index:Mode": { type: "string", enum: [{ value: "on" }, { value: "off" }] },
  },
} as unknown as PackageSpec;

function failures(values: Record<string, Value>, required: string[] = []): string[] {
  return validate(schema, { properties, required }, values).map(
    ({ path, reason }) => `${formatPath(path)}: ${reason}`,
  );
}

const rows: [string, Record<string, Value>, string[]][] = [
  ["a number for a string", { text: 1 }, ["text: must be a string, not a number"]],
  ["a string for a boolean", { flag: "true" }, ["flag: must be a boolean, not a string"]],
  ["a fraction for a whole number", { count: 1.5 }, ["count: must be a whole number, not a fraction"]],
  ["a string for a number", { ratio: "0.5" }, ["ratio: must be a number, not a string"]],
  ["a value for a list", { list: "a" }, ["list: must be a list, not a string"]],
  ["a list for a map", { map: ["a"] }, ["map: must be an object, not a list"]],
  ["a wrong value in a map", { map: { "a.b": 1 } }, ['map["a.b"]: must be a string, not a number']],
  ["a null in a map", { map: { a: null } }, ["map.a: must be a string, not null"]],
  [
    "a wrong type at depth",
    { list: [{ name: "a", parts: [{ name: {} }] }] },
    ["list[0].parts[0].name: must be a string, not an object"],
  ],
  [
    "a missing property at depth",
    { list: [{}, { name: null }] },
    ["list[0].name: is required", "list[1].name: is required"],
  ],
  ["a NUL in a text", { map: { a: "b\0" } }, ["map.a: must not hold a NUL character"]],
  ["a NUL in a name", { map: { "a\0": "b" } }, ['map["a\0"]: must not be named with a NUL character']],
  ["a NUL in any JSON", { json: { a: [{ b: "\0" }] } }, ["json.a[0].b: must not hold a NUL character"]],
  ["a value that is no member", { mode: "onn" }, ['mode: must be one of "on", "off"']],
  ["less than the minimum", { count: 0 }, ["count: must be at least 1"]],
  ["more than the maximum", { count: 10 }, ["count: must be at most 9"]],
  ["what does not match", { text: "a" }, ["text: must match ^/"]],
  ["a mistyped name", { lits: [] }, ['lits: is not a known property; did you mean "list"?']],
  ["a name in another case", { LIST: [] }, ['LIST: is not a known property; did you mean "list"?']],
  ["a name like no other", { quantity: 1 }, ["quantity: is not a known property"]],
  ["a name like one that is there", { flag: true, flagg: true }, ["flagg: is not a known property"]],
  [
    "a name that every object has",
    { constructor: 1, ...{ toString: 1 } },
    ["constructor: is not a known property", "toString: is not a known property"],
  ],
];

describe("the schema's validation", () => {
  for (const [what, values, expected] of rows) {
    it(`must refuse ${what}`, () => assert.deepEqual(failures(values), expected));
  }

  it("must refuse a required property that is missing or null, and take one that is not known yet", () => {
    assert.deepEqual(failures({}, ["text"]), ["text: is required"]);
    assert.deepEqual(failures({ text: null }, ["text"]), ["text: is required"]);
    assert.deepEqual(failures({ text: UNKNOWN }, ["text"]), []);
  });

  it("must find all that is wrong at once", () => {
    assert.equal(failures({ text: 1, count: 0, list: [{ nam: 1 }], x: 1 }, ["flag"]).length, 6);
  });

  it("must take unknowns in place of any value, and null for what is optional", () => {
    const unknown = Object.fromEntries(
      Object.keys(properties).map((name): [string, Value] => [name, UNKNOWN]),
    );
    assert.deepEqual(failures(unknown), []);
    assert.deepEqual(failures({ list: [UNKNOWN, { name: UNKNOWN }], map: { a: UNKNOWN } }), []);
    assert.deepEqual(failures({ text: null, list: null }), []);
  });

  it("must take any JSON where the schema says so", () => {
    assert.deepEqual(failures({ json: { a: [1, { b: null }], c: "d" } }), []);
  });

  it("must take values that fit", () => {
    const values = {
      text: "/a",
      flag: false,
      count: 9,
      ratio: 0.5,
      list: [{ name: "a", parts: [] }],
      map: { a: "" },
      mode: "on",
    };
    assert.deepEqual(failures(values, Object.keys(values)), []);
  });
});
