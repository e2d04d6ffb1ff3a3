import assert from "node:assert/strict";
import fc from "fast-check";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { decode, encode } from "../../providers/grpc/wire";
import { UNKNOWN, formatPath, type Bag, type Path, type Value } from "../../providers/resources/bag";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function fromWire(object: Record<string, JavaScriptValue>): ReturnType<typeof decode> {
  return decode(Struct.fromJavaScript(object));
}

function toWire(bag: Bag): Record<string, JavaScriptValue> {
  return encode(bag).toJavaScript();
}

/** A tree of values in which any node may be secret; secrets in secrets too, of which the outermost counts. */
interface Node {
  readonly isSecret: boolean;
  readonly content: null | boolean | number | string | typeof UNKNOWN | Node[] | Record<string, Node>;
}

const keys = fc.string({ maxLength: 8 }).filter((key) => key !== "__proto__");
const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.record({
    isSecret: fc.boolean(),
    content: fc.oneof(
      { depthSize: "medium" },
      fc.constant(UNKNOWN),
      fc.constant(null),
      fc.boolean(),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.string(),
      fc.array(tie("node"), { maxLength: 4 }),
      fc.dictionary(keys, tie("node"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }),
}));
const bags = fc.dictionary(keys, node, { maxKeys: 5, noNullPrototype: true }).map(bagOf);

function bagOf(fields: Record<string, Node>): Bag {
  const secrets: Path[] = [];
  const valueOf = ({ isSecret, content }: Node, path: Path, isCovered: boolean): Value => {
    if (isSecret && !isCovered) secrets.push(path);
    const covered = isCovered || isSecret;
    if (Array.isArray(content)) return content.map((item, index) => valueOf(item, [...path, index], covered));
    if (typeof content !== "object" || content === null) return content;
    return objectOf(content, path, covered);
  };
  const objectOf = (object: Record<string, Node>, path: Path, isCovered: boolean): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(object).map(([key, item]) => [key, valueOf(item, [...path, key], isCovered)]),
    );
  const values = objectOf(fields, [], false);
  return { values, secrets };
}

function sorted(bag: Bag): { values: Bag["values"]; secrets: string[] } {
  return { values: bag.values, secrets: bag.secrets.map(formatPath).sort() };
}

describe("wire", () => {
  it("must bring any bag, with secrets and unknowns at any depth, over and back unchanged", () => {
    fc.assert(
      fc.property(bags, (bag) => {
        const bytes = encode(bag).serializeBinary();
        const { bag: back, refused } = decode(Struct.deserializeBinary(bytes));
        assert.deepEqual(refused, []);
        assert.deepEqual(sorted(back), sorted(bag));
      }),
      { numRuns: 500 },
    );
  });

  it("must wrap the value at a secret path and what is under it, once", () => {
    const values = { env: { A: "1", B: "2" }, name: "web" };
    assert.deepEqual(toWire({ values, secrets: [["env"], ["env", "A"]] }), {
      env: { [signatureKey]: secretSignature, value: { A: "1", B: "2" } },
      name: "web",
    });
  });

  it("must wrap an unknown at a secret path as a secret", () => {
    assert.deepEqual(toWire({ values: { key: UNKNOWN }, secrets: [["key"]] }), {
      key: { [signatureKey]: secretSignature, value: unknownText },
    });
  });

  it("must make every property secret when the whole bag is", () => {
    assert.deepEqual(toWire({ values: { a: 1 }, secrets: [[]] }), {
      a: { [signatureKey]: secretSignature, value: 1 },
    });
  });

  it("must pass over a secret path that leads nowhere", () => {
    assert.deepEqual(toWire({ values: { a: [1] }, secrets: [["a", 5], ["b"]] }), { a: [1] });
  });

  it("must leave out what is undefined and keep null", () => {
    const values = { a: undefined, b: null, c: { d: undefined } } as unknown as Bag["values"];
    assert.deepEqual(toWire({ values, secrets: [] }), { b: null, c: {} });
  });

  it("must take the unknowns of all types for unknown", () => {
    const texts = [
      "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
      "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      unknownText,
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
      "030794c1-ac77-496b-92df-f27374a8bd58",
      "e48ece36-62e2-4504-bad9-02848725956a",
      "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ];
    assert.deepEqual(fromWire({ texts }).bag.values, { texts: texts.map(() => UNKNOWN) });
  });

  it("must flatten output values", () => {
    const output = (fields: object): object => ({ [signatureKey]: outputSignature, ...fields });
    const { bag, refused } = fromWire({
      plain: output({ value: "a", dependencies: ["urn:pulumi:dev::p::t::n"] }),
      secret: output({ value: { inner: output({ value: 1, secret: true }) }, secret: true }),
      unknown: output({}),
      unknownSecret: output({ secret: true }),
    });
    assert.deepEqual(refused, []);
    assert.deepEqual(bag, {
      values: { plain: "a", secret: { inner: 1 }, unknown: UNKNOWN, unknownSecret: UNKNOWN },
      secrets: [["secret"], ["unknownSecret"]],
    });
  });

  it("must refuse resources, assets, archives and unknown markers, each with its path", () => {
    const marker = (kind: string): object => ({ [signatureKey]: kind, urn: "urn:pulumi:dev::p::t::n" });
    const { bag, refused } = fromWire({
      host: marker("5cf8f73096256a8f31e491e813e4eb8e"),
      files: [marker("c44067f5952c0a294b673a41bacd8c17"), marker("0def7320c3a5731c473e5ecbe6d01bc7")],
      other: { x: marker("f".repeat(32)) },
    });
    const reasons = new Map(refused.map(({ path, reason }) => [formatPath(path), reason]));
    assert.deepEqual([...reasons.keys()].sort(), ["files[0]", "files[1]", "host", "other.x"]);
    assert.match(reasons.get("host") ?? "", /one of its outputs/);
    assert.match(reasons.get("files[0]") ?? "", /path of a file/);
    assert.match(reasons.get("files[1]") ?? "", /path of a file/);
    assert.match(reasons.get("other.x") ?? "", /does not know/);
    assert.deepEqual(bag.values, { host: UNKNOWN, files: [UNKNOWN, UNKNOWN], other: { x: UNKNOWN } });
  });
});
