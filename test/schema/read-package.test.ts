import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ObjectSpec, PackageSpec } from "../../providers/schema/package-spec";
import { readPackage, sdkIndex } from "../../providers/schema/read-package";

const manifest = { version: "1.2.3", description: "d", license: "Apache-2.0", keywords: ["k"] };
const provider = `/** Configuration. */ export interface ProviderArgs {
  /** Whether. */
  flag?: boolean;
}`;
const noun = `/** A thing. */ export class Thing extends pulumi.CustomResource {
  /** An output. */
  declare readonly out: pulumi.Output<string | undefined>;
  constructor() { super(token("Thing")); }
}`;

describe("the schema's generator", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-sdk-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Reads a package whose only resource has the given lines as its arguments. */
  async function read(lines: string, more = ""): Promise<PackageSpec> {
    const args = `/** Arguments. */ export interface ThingArgs {\n${lines}\n}`;
    // A comment on the line of the brace before it belongs to that brace.
    const text = [args, more, noun].join("\n").replaceAll("{ /**", "{\n/**");
    await writeFile(join(folder, "thing.ts"), text);
    await writeFile(join(folder, "provider.ts"), provider);
    const index = join(folder, "index.ts");
    await writeFile(index, 'export * from "./provider";\nexport * from "./thing";\n');
    return readPackage(index, manifest);
  }

  async function property(line: string, more?: string): Promise<unknown> {
    const schema = await read(line, more);
    const [value] = Object.values(schema.resources["moorage:index:Thing"]?.inputProperties ?? {});
    return value;
  }

  async function mustFail(line: string, message: RegExp, more?: string): Promise<void> {
    await assert.rejects(read(line, more), { name: "SourceError", message });
  }

  it("must give the schema that is committed", async () => {
    const committed = JSON.parse(
      await readFile(join(__dirname, "../../providers/schema.json"), "utf8"),
    ) as PackageSpec;
    const own = JSON.parse(await readFile(join(__dirname, "../../package.json"), "utf8")) as typeof manifest;
    assert.deepEqual(readPackage(sdkIndex, own), committed);
  });

  it("must give a function with what it takes and answers, and its other form not again", async () => {
    const more = `/** Asked. */ export interface FindArgs { /** Where. */ place: pulumi.Input<string>; }
/** Found. */ export interface FindResult { /** What. */ things?: string[]; }
/** Finds things. */
export function find(args: FindArgs): Promise<FindResult> { return pulumi.runtime.invoke(token("find"), args); }
/** As an output. */
export function findOutput(args: FindArgs): unknown { return pulumi.runtime.invokeOutput(token("find"), args); }`;
    const { functions } = await read("", more);
    assert.deepEqual(functions, {
      "moorage:index:find": {
        description: "Finds things.",
        inputs: {
          type: "object",
          description: "Asked.",
          properties: { place: { type: "string", description: "Where." } },
          required: ["place"],
        },
        outputs: {
          type: "object",
          description: "Found.",
          properties: { things: { type: "array", items: { type: "string" }, description: "What." } },
          required: [],
        },
      },
    });
  });

  it("must refuse a function that asks for another one", async () => {
    const more = `/** Finds things. */
export function find(): unknown { return pulumi.runtime.invoke(token("search"), {}); }`;
    await mustFail("", /find.*does not ask for token\("find"\)/, more);
  });

  it("must name the committed schema's resources by the nouns of the SDK", async () => {
    const { resources } = readPackage(sdkIndex, manifest);
    assert.deepEqual(
      Object.keys(resources),
      ["Certificate", "Container", "Host", "Image", "Network", "Registry", "Sandbox", "Volume"].map(
        (name) => `moorage:index:${name}`,
      ),
    );
  });

  for (const [source, type] of [
    ["string", { type: "string" }],
    ["number", { type: "number" }],
    ["boolean", { type: "boolean" }],
    ["pulumi.Input<string>", { type: "string" }],
    ["pulumi.Input<pulumi.Input<string>[]>", { type: "array", items: { type: "string" } }],
    ["Record<string, pulumi.Input<string>>", { type: "object", additionalProperties: { type: "string" } }],
    ["Record<string, unknown>", { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } }],
    ["Host | pulumi.Input<HostLink>", { $ref: "#/types/moorage:index:HostLink" }],
    [
      "(Host | pulumi.Input<HostLink>)[]",
      { type: "array", items: { $ref: "#/types/moorage:index:HostLink" } },
    ],
    ["Image | pulumi.Input<string>", { type: "string" }],
    ["PartArgs", { $ref: "#/types/moorage:index:Part" }],
    ['pulumi.Input<"a" | "b">', { $ref: "#/types/moorage:index:ThingX" }],
  ] as const) {
    it(`must take the type ${source}`, async () => {
      const more = `
        export class Host extends Other {} export class Image extends Other {}
        /** L. */ export interface HostLink { /** I. */ hostId: string; }
        /** P. */ export interface PartArgs { /** Q. */ q?: string; }`;
      assert.deepEqual(await property(`/** Text. */ x: ${source};`, more), { ...type, description: "Text." });
    });
  }

  it("must make a type of a union of string literals, and of an interface what it requires", async () => {
    const { types } = await read(
      '/** A. */ x?: "a" | "b";\n/** B. */ part: PartArgs;',
      "/** P. */ export interface PartArgs { /** Q. */ q: string;\n/** R. */ r?: PartArgs[]; }",
    );
    assert.deepEqual(types["moorage:index:ThingX"], {
      type: "string",
      enum: [{ value: "a" }, { value: "b" }],
    });
    const part = types["moorage:index:Part"] as ObjectSpec;
    assert.deepEqual(part.required, ["q"]);
    assert.deepEqual(part.properties["r"]?.items, { $ref: "#/types/moorage:index:Part" });
  });

  it("must read the tags of a doc comment, several in a line or over several lines", async () => {
    assert.deepEqual(
      await property("/** Port of {@link Thing}. @default 22 @integer @minimum 1 @maximum 9 */ x: number;"),
      {
        type: "integer",
        description: "Port of `Thing`. Default: 22.",
        language: { moorage: { minimum: 1, maximum: 9 } },
      },
    );
    const long = `/**
     * First line,
     * second of user@example.com.
     * @default the image's,
     *   if it has one
     * @pattern ^/[a-z]+$
     * @secret
     * @replace
     * @deprecated Use y.
     */
    x?: string;`;
    assert.deepEqual(await property(long), {
      type: "string",
      description: "First line, second of user@example.com. Default: the image's, if it has one.",
      secret: true,
      willReplaceOnChanges: true,
      deprecationMessage: "Use y.",
      language: { moorage: { pattern: "^/[a-z]+$" } },
    });
  });

  it("must list outputs, those that may be undefined as not required", async () => {
    const thing = (await read("/** X. */ x: string;")).resources["moorage:index:Thing"];
    assert.deepEqual(thing?.properties, { out: { type: "string", description: "An output." } });
    assert.deepEqual(thing?.required, []);
    assert.deepEqual(thing?.requiredInputs, ["x"]);
  });

  for (const [source, problem] of [
    ["string | number", "the union string | number has no place in the schema"],
    ["any", "the type any has no place in the schema"],
    ["Date", "the type Date has no place in the schema"],
    ["{ y: string }", "the type { y: string } has no place in the schema"],
    ["() => void", "the type () => void has no place in the schema"],
    ["[string, number]", "the type [string, number] has no place in the schema"],
    ["Record<number, string>", "the type Record<number, string> has no place in the schema"],
    ["Array<Map<string, string>>", "the type Array<Map<string, string>> has no place in the schema"],
    ["Thing", "the type Thing has no place in the schema"],
  ] as const) {
    it(`must fail on the type ${source}, naming file, line, interface and property`, async () => {
      const where = /thing\.ts:3: ThingArgs\.x: /.source;
      const escaped = problem.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
      await mustFail(`/** Text. */\nx: ${source};`, new RegExp(where + escaped));
    });
  }

  it("must fail on a missing doc comment and on a tag that is unknown, twice or out of place", async () => {
    await mustFail("x: string;", /ThingArgs\.x: has no doc comment/);
    await mustFail("/** X. @minium 1 */ x: number;", /unknown tag @minium; known are default, /);
    await mustFail("/** X. @secret @secret */ x: string;", /@secret stands twice/);
    await mustFail("/** X. @minimum 1 */ x: string;", /@minimum is for numbers/);
    await mustFail("/** X. @minimum one */ x: number;", /@minimum must be a number, not "one"/);
    await mustFail("/** X. @pattern ^a */ x: number;", /@pattern is for strings/);
    await mustFail("/** X. @pattern ( */ x: string;", /@pattern: Invalid regular expression/);
    await mustFail("/** X. @integer */ x: string;", /@integer is for numbers/);
  });

  it("must fail on an interface that extends another, and on two that come to one type but differ", async () => {
    const base = "/** B. */ export interface Base { /** A. */ a: string }";
    await mustFail(
      "/** X. */ x: PartArgs;",
      /PartArgs: must neither extend/,
      `${base}
      /** P. */ export interface PartArgs extends Base { /** Q. */ q: string }`,
    );
    const two = "/** P. */ export interface PartArgs { /** Q. */ q: string }";
    await mustFail(
      "/** X. */ x: PartArgs; /** Y. */ y: Part;",
      /PartArgs is moorage:index:Part too, but differs/,
      `${two}
      /** P. */ export interface Part { /** Q. */ q: number }`,
    );
  });

  it("must fail on a resource that registers itself under another name", async () => {
    await writeFile(
      join(folder, "thing.ts"),
      `/** A. */ export interface ThingArgs {}\n${noun.replace('"Thing"', '"Thong"')}`,
    );
    await writeFile(join(folder, "index.ts"), `${provider}\nexport * from "./thing";\n`);
    assert.throws(
      () => readPackage(join(folder, "index.ts"), manifest),
      /does not register itself as token\("Thing"\)/,
    );
  });
});
