import assert from "node:assert/strict";
import { generateCode, type CodeRequest, type GeneratedCode } from "../../../engine/codegen";
import { resourceState, type ResourceState } from "../../../engine/state";
import { buildUrn } from "../../../engine/urn";
import { Archive, Asset, Secret, type PropertyMap } from "../../../engine/values";

const text = { type: "string" };
const schema = {
  name: "cloud-kit",
  meta: { moduleFormat: "(.*)(?:/[^/]*)" },
  language: { nodejs: { packageName: "@acme/cloud-kit", moduleToPackage: { "net/v1": "network/v1" } } },
  types: {
    "cloud-kit:index/link:Link": { properties: { at: text, key: { ...text, secret: true } } },
    "cloud-kit:index/rule:Rule": { properties: { port: { type: "integer" }, note: text } },
  },
  resources: {
    "cloud-kit:index/machine:Machine": {
      inputProperties: { at: text },
      properties: { link: { $ref: "#/types/cloud-kit:index%2Flink:Link" } },
    },
    "cloud-kit:s3/bucket:Bucket": {
      inputProperties: {
        link: { $ref: "#/types/cloud-kit:index%2Flink:Link" },
        name: text,
        rules: { type: "array", items: { $ref: "#/types/cloud-kit:index%2Frule:Rule" } },
        tags: { type: "object", additionalProperties: text },
        size: { type: "integer" },
        peer: text,
        password: { ...text, secret: true },
        file: { $ref: "pulumi.json#/Asset" },
      },
      properties: { name: text },
    },
    "cloud-kit:net/v1:rule": { inputProperties: { bucket: text } },
  },
};

function bucket(name: string, inputs: PropertyMap, more: Partial<ResourceState> = {}): ResourceState {
  return made("cloud-kit:s3/bucket:Bucket", name, { inputs, ...more });
}

function made(type: string, name: string, more: Partial<ResourceState>): ResourceState {
  const urn = buildUrn({ stack: "dev", project: "shop", type, name });
  return resourceState({ urn, type, custom: true, id: `${name}-id`, inputs: {}, outputs: {}, ...more });
}

function generated(
  resources: readonly ResourceState[],
  { others = [], ...more }: Partial<CodeRequest> & { others?: readonly ResourceState[] } = {},
): GeneratedCode {
  const schemas = { "cloud-kit": JSON.stringify(schema) };
  return generateCode({ resources, state: [...others, ...resources], schemas, ...more });
}

const head = `import * as cloudKit from "@acme/cloud-kit";\n`;
const secretHead = `import * as pulumi from "@pulumi/pulumi";\n${head}\nconst config = new pulumi.Config();\n`;

describe("code for resources that are imported", () => {
  it("must declare them with the inputs that the schema knows, in its order", () => {
    const inputs = {
      tags: { b: "2", "a-b": "1", __defaults: [] },
      name: 'a "name"\nof two lines',
      rules: [{ note: "web", port: 80 }, { port: 443 }],
      peer: null,
      __defaults: [],
      unheard: true,
    };
    assert.equal(
      generated([bucket("my-bucket", inputs, { protect: true })]).text,
      `${head}
const myBucket = new cloudKit.s3.Bucket("my-bucket", {
  name: "a \\"name\\"\\nof two lines",
  rules: [{ port: 80, note: "web" }, { port: 443 }],
  tags: { b: "2", "a-b": "1" },
}, { protect: true });
`,
    );
  });

  it("must break what is long over several lines", () => {
    const rules = [1, 2, 3].map((port) => ({ port, note: "n".repeat(30) }));
    assert.match(
      generated([bucket("b", { rules })]).text,
      /\n {2}rules: \[\n {4}\{ port: 1, note: "n+" \},\n/,
    );
  });

  it("must ask the configuration for what is secret, and have none of it", () => {
    const inputs = {
      name: new Secret("hush-1"),
      size: new Secret(7),
      tags: new Secret({ a: "hush-2" }),
      rules: [{ note: new Secret("hush-3") }],
      password: "hush-4",
    };
    const { secrets, text: code } = generated([bucket("b", inputs)]);
    assert.equal(
      code,
      `${secretHead}
const b = new cloudKit.s3.Bucket("b", {
  name: config.requireSecret("bName"),
  rules: [{ note: config.requireSecret("bRules0Note") }],
  tags: config.requireSecretObject<Record<string, string>>("bTags"),
  size: config.requireSecretNumber("bSize"),
  password: config.requireSecret("bPassword"),
});
`,
    );
    assert.deepEqual(Object.fromEntries(secrets.map(({ key, value }) => [key, value])), {
      bName: "hush-1",
      bRules0Note: "hush-3",
      bTags: '{"a":"hush-2"}',
      bSize: "7",
      bPassword: "hush-4",
    });
  });

  it("must refer to each other, and come after what they refer to", () => {
    const first = bucket("first", { peer: "second-id" });
    const second = bucket("second", { name: "shared", peer: "second-id" }, { outputs: { name: "shared" } });
    const rule = made("cloud-kit:net/v1:rule", "rule", { inputs: { bucket: "shared" }, parent: first.urn });
    assert.equal(
      generated([rule, first, second]).text,
      `${head}
const second = new cloudKit.s3.Bucket("second", { name: "shared", peer: "second-id" });

const first = new cloudKit.s3.Bucket("first", { peer: second.id });

const rule = new cloudKit.network.v1.Rule("rule", { bucket: second.name }, { parent: first });
`,
    );
  });

  it("must end where two refer to each other", () => {
    const { text: code } = generated([bucket("a", { peer: "b-id" }), bucket("b", { peer: "a-id" })]);
    assert.match(code, /Bucket\("b", \{ peer: "a-id" \}\);\n\n.*Bucket\("a", \{ peer: b\.id \}\)/);
  });

  it("must take what another resource of the stack says from there, its secrets too", () => {
    const link = { at: "192.0.2.1", key: new Secret("hush") };
    const machine = made("cloud-kit:index/machine:Machine", "web-1", {
      outputs: { link: { ...link, more: "1" } },
    });
    const others = [machine];
    const { secrets, text: code } = generated([bucket("b", { link })], { others });
    assert.equal(
      code,
      `${head}
// web1 is what the program calls its cloud-kit:index/machine:Machine "web-1".

const b = new cloudKit.s3.Bucket("b", { link: web1.link });
`,
    );
    assert.deepEqual(secrets, []);
    const named = generated([bucket("b", { link })], { others, variables: { [machine.urn]: "theHost" } });
    assert.match(named.text, /link: theHost\.link/);
    const elsewhere = generated([bucket("b", { link: { at: "192.0.2.2" } })], { others });
    assert.match(elsewhere.text, /link: \{ at: "192\.0\.2\.2" \}/);
  });

  it("must give each a variable of its own that no word of the language is", () => {
    const names = ["class", "a b", "a-b", "1st", "config", "größe", "pulumi"];
    const variables = generated(names.map((name) => bucket(name, {}))).text.match(/(?<=const )\S+/g);
    assert.deepEqual(variables, [
      "classResource",
      "aB",
      "aB2",
      "_1st",
      "configResource",
      "größe",
      "pulumiResource",
    ]);
  });

  it("must name an explicit provider, and files", () => {
    const provider = "urn:pulumi:dev::shop::pulumi:providers:cloud-kit::east::1";
    const file = new Asset({ path: "./a.txt" });
    const { text: code } = generated([bucket("b", { file }, { provider })]);
    assert.match(code, /file: new pulumi\.asset\.FileAsset\("\.\/a\.txt"\) \}, \{ provider: east \}\)/);
    assert.match(code, /^import \* as pulumi/);
    const archive = new Archive({ assets: { "x.txt": new Asset({ text: "x" }) } });
    assert.match(
      generated([bucket("b", { file: archive })]).text,
      /file: new pulumi\.asset\.AssetArchive\(\{ "x\.txt": new pulumi\.asset\.StringAsset\("x"\) \}\)/,
    );
  });

  it("must say of which it has no code", () => {
    const unknown = made("cloud-kit:index:Gone", "old", {});
    for (const schemas of [{ "cloud-kit": JSON.stringify(schema) }, { "cloud-kit": "{}" }, {}]) {
      const { text: code } = generated([unknown], { schemas });
      assert.equal(
        code,
        '// cloud-kit:index:Gone "old": its provider\'s schema does not say how it is declared.\n',
      );
    }
  });

  it("must take a package without a word on Node from Pulumi's", () => {
    const type = "aws:s3:Bucket";
    const aws = { name: "aws", resources: { [type]: { inputProperties: {} } } };
    const { text: code } = generated([made(type, "b", {})], { schemas: { aws: JSON.stringify(aws) } });
    assert.equal(code, `import * as aws from "@pulumi/aws";\n\nconst b = new aws.s3.Bucket("b", {});\n`);
  });
});
