import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { Base64Provider } from "../../../engine/secrets";
import {
  CheckpointEncoder,
  decodeCheckpoint,
  decodeSealed,
  emptySnapshot,
  resourceState,
  type ResourceState,
} from "../../../engine/state";
import { propertyMaps } from "../values/arbitrary";

const stack = "organization/fixture/sink";
const options = { location: "sink.json", passphrase: () => Promise.resolve("correct") };
const root = resourceState({
  urn: "urn:pulumi:sink::fixture::pulumi:pulumi:Stack::fixture-sink",
  type: "pulumi:pulumi:Stack",
  custom: false,
});

describe("checkpoints", () => {
  for (const name of ["every-field", "program"]) {
    it(`a checkpoint of the real CLI (${name}) must be read and written without a difference`, async () => {
      const text = await readFile(join(__dirname, "checkpoints", `${name}.json`), "utf8");
      const snapshot = await decodeCheckpoint(text, options);
      const written = await textOf(snapshot);

      const [before, after] = [JSON.parse(text), JSON.parse(written)];
      const latest = before.deployment ?? before.checkpoint.latest;
      assert.deepEqual({ ...after.checkpoint.latest, manifest: null }, { ...latest, manifest: null });
      assert.deepEqual([after.version, after.features], [before.version, before.features]);
    });
  }

  it("what a newer engine has noted in the same format must stay, also when the record changes", async () => {
    const text = await readFile(join(__dirname, "checkpoints", "every-field.json"), "utf8");
    const document = JSON.parse(text);
    const latest = document.deployment ?? document.checkpoint.latest;
    for (const resource of latest.resources) {
      Object.assign(resource, { newField: { deep: [1, null] }, newFlag: false });
      resource.customTimeouts = { ...resource.customTimeouts, read: 60 };
    }
    latest.notes = [{ id: "x" }];
    const snapshot = await decodeCheckpoint(JSON.stringify(document), options);
    const before = latest.resources.map((resource: object) => ({ ...resource, protect: true }));
    const resources = snapshot.resources.map((state) => ({ ...state, protect: true }));
    const after = JSON.parse(await textOf({ ...snapshot, resources })).checkpoint.latest;
    assert.deepEqual(after.resources, before);
    assert.deepEqual(after.notes, [{ id: "x" }]);
  });

  it("any properties must come back as they were saved, secrets encrypted", async () => {
    await fc.assert(
      fc.asyncProperty(propertyMaps({ unknowns: false }), async (inputs) => {
        const text = await textOf(snapshotOf([{ ...root, inputs }]));
        const read = await decodeCheckpoint(text, options);
        assert.deepEqual(read.resources[0]?.inputs, inputs);
        const opened = await (await decodeSealed(text, options)).open();
        assert.deepEqual(opened.resources[0]?.inputs, inputs);
      }),
    );
  });

  it("a stack without a deployment must be empty", async () => {
    for (const version of [0, 3]) {
      const text = JSON.stringify({ version, checkpoint: { stack } });
      assert.deepEqual((await decodeCheckpoint(text, options)).resources, []);
    }
  });

  it("the number that checks a manifest must be the CLI's", async () => {
    const written = await textOf(snapshotOf([root]), "v3.230.0");
    assert.equal(
      JSON.parse(written).checkpoint.latest.manifest.magic,
      "6b52f535f26384627b974941e0b194ff3ef3f4a4dc3a1eaf7d6b9f1c2c90f6a1",
    );
  });

  it("a checkpoint must be of version 4, and name its features, only if it has any", async () => {
    const plain = JSON.parse(await textOf(snapshotOf([root])));
    const tainted = JSON.parse(await textOf(snapshotOf([{ ...root, taint: true }])));
    assert.deepEqual([plain.version, plain.features], [3, undefined]);
    assert.deepEqual([tainted.version, tainted.features], [4, ["taint"]]);
  });

  it("a former URN must be written as the present one, of children too", async () => {
    const urn = (type: string, name: string) => `urn:pulumi:sink::fixture::${type}::${name}`;
    const box = { ...root, urn: urn("my:Box", "new"), type: "my:Box", aliases: [urn("my:Box", "old")] };
    const moved = { ...root, urn: urn("my:Crate", "c"), type: "my:Crate", aliases: [urn("my:Bin", "c")] };
    const child = { ...root, urn: urn("my:Bin$my:Thing", "t"), type: "my:Thing", parent: urn("my:Bin", "c") };
    const other = {
      ...root,
      urn: urn("my:Thing", "u"),
      type: "my:Thing",
      dependencies: [urn("my:Box", "old"), child.urn],
    };
    const written = JSON.parse(await textOf(snapshotOf([box, moved, child, other])));

    const resources = written.checkpoint.latest.resources as ResourceState[];
    assert.deepEqual(
      resources.map((state) => state.urn),
      [box.urn, moved.urn, urn("my:Crate$my:Thing", "t"), other.urn],
    );
    assert.equal(resources[2]?.parent, moved.urn);
    assert.deepEqual(resources[3]?.dependencies, [box.urn, urn("my:Crate$my:Thing", "t")]);
    assert.ok(resources.every((state) => !("aliases" in state)));
  });
});

describe("checkpoints that are not taken", () => {
  const document = (latest: object, rest: object = { version: 3 }) =>
    JSON.stringify({ ...rest, checkpoint: { stack, latest } });
  const thing = { urn: "urn:pulumi:sink::fixture::my:Thing::t", type: "my:Thing" };
  const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "v1:a:b",
  };
  const cases: [title: string, text: string, error: string, message: RegExp][] = [
    ["an empty file", "", "InvalidStateError", /sink\.json.*no JSON.*0 characters/],
    ["a truncated file", document({}).slice(0, -5), "InvalidStateError", /no JSON.*truncated/],
    ["a list", "[]", "InvalidStateError", /the document is a list/],
    ["a newer version", document({}, { version: 5 }), "NewerStateError", /version is 5.*up to 4/],
    [
      "an unknown feature",
      document({}, { version: 4, features: ["taint", "x"] }),
      "NewerStateError",
      /uses x,/,
    ],
    ["no version", document({}, {}), "InvalidStateError", /no version/],
    ["an old version", document({}, { version: 2 }), "OlderStateError", /version 2/],
    ["the oldest form", JSON.stringify({ stack, latest: {} }), "OlderStateError", /version 0/],
    [
      "resources that are no list",
      document({ resources: {} }),
      "InvalidStateError",
      /latest\.resources is an object/,
    ],
    [
      "a URN that is missing",
      document({ resources: [{ type: "t" }] }),
      "InvalidStateError",
      /resources\[0\] has no urn/,
    ],
    [
      "a flag that is text",
      document({ resources: [{ ...thing, protect: "yes" }] }),
      "InvalidStateError",
      /resources\[0\]\.protect is a string, a boolean/,
    ],
    [
      "a list of numbers",
      document({ resources: [{ ...thing, dependencies: [1] }] }),
      "InvalidStateError",
      /dependencies.*strings/,
    ],
    [
      "a component with an id",
      document({ resources: [{ ...thing, id: "x" }] }),
      "InvalidStateError",
      /has an id/,
    ],
    ["a record twice", document({ resources: [thing, thing] }), "InvalidStateError", /there twice/],
    [
      "a parent that is missing",
      document({ resources: [{ ...thing, parent: "urn:pulumi:a" }] }),
      "InvalidStateError",
      /parent urn:pulumi:a, which is not there/,
    ],
    [
      "a dependency that comes later",
      document({
        resources: [
          { ...thing, dependencies: ["u"] },
          { ...thing, urn: "u" },
        ],
      }),
      "InvalidStateError",
      /dependency u, which comes after it/,
    ],
    [
      "a provider that is missing",
      document({ resources: [{ ...thing, provider: "urn:pulumi:s::p::pulumi:providers:x::d::i" }] }),
      "InvalidStateError",
      /provider .*::i, which is not there/,
    ],
    [
      "a provider that is none",
      document({ resources: [{ ...thing, provider: "x" }] }),
      "InvalidStateError",
      /no provider's reference/,
    ],
    [
      "a manifest of another version",
      document({ manifest: { version: "v1", magic: "2" } }),
      "InvalidStateError",
      /magic/,
    ],
    [
      "an unknown signature",
      document({ resources: [{ ...thing, inputs: { p: { "4dabf18193072939515e22adb298388d": "0" } } }] }),
      "InvalidStateError",
      /resources\[0\]\.inputs, property "p": unrecognized/,
    ],
    [
      "a secret where a newer engine alone knows why",
      document({ resources: [{ ...thing, newField: { a: [secret] } }], secrets_providers: { type: "b64" } }),
      "InvalidStateError",
      /resources\[0\]\.newField holds a secret, and this engine does not know/,
    ],
    [
      "a secret without its provider",
      document({ resources: [{ ...thing, inputs: { p: secret } }] }),
      "InvalidStateError",
      /secrets_providers are missing/,
    ],
    [
      "a cloud's secrets provider",
      document({ secrets_providers: { type: "cloud" } }),
      "UnsupportedSecretsProviderError",
      /"cloud".*change-secrets-provider/,
    ],
    [
      "an unknown operation",
      document({ pending_operations: [{ type: "x", resource: thing }] }),
      "InvalidStateError",
      /unknown operation x/,
    ],
  ];
  for (const [title, text, name, message] of cases) {
    it(`${title} must be refused, which says what is wrong`, async () => {
      await assert.rejects(decodeCheckpoint(text, options), { name, message });
    });
  }

  it("a wrong passphrase must be told, and only if there are secrets", async () => {
    const wrong = { ...options, passphrase: () => Promise.resolve("wrong") };
    const text = await readFile(join(__dirname, "checkpoints", "program.json"), "utf8");
    await assert.rejects(decodeCheckpoint(text, wrong), { name: "WrongPassphraseError" });

    const { checkpoint, version } = JSON.parse(text);
    const bare = JSON.stringify({
      version,
      checkpoint: { stack, latest: { ...checkpoint.latest, resources: [] } },
    });
    assert.deepEqual((await decodeCheckpoint(bare, wrong)).resources, []);
  });

  it("a snapshot that would be refused must not be written", async () => {
    await assert.rejects(textOf(snapshotOf([root, root])), {
      name: "InvalidSnapshotError",
      message: /there twice/,
    });
  });
});

function snapshotOf(resources: ResourceState[]) {
  return { ...emptySnapshot(new Base64Provider()), resources };
}

async function textOf(snapshot: Parameters<CheckpointEncoder["encode"]>[0], version = ""): Promise<string> {
  return Buffer.concat(await new CheckpointEncoder(stack, version).encode(snapshot)).toString();
}
