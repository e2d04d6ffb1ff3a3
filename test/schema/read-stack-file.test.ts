import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStackFile, stackFileSource } from "../../providers/schema/read-stack-file";
import { sections } from "../../sdk/stack-file/stack-file";

interface Definition {
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describe("the stack file's schema", () => {
  const schema = readStackFile(stackFileSource) as unknown as Definition & {
    readonly definitions: Readonly<Record<string, Definition>>;
  };
  const property = (definition: string, name: string): Readonly<Record<string, unknown>> | undefined =>
    schema.definitions[definition]?.properties[name];

  it("must be the one that is committed", async () => {
    const committed = await readFile(join(__dirname, "../../sdk/stack-file/schema.json"), "utf8");
    assert.deepEqual(schema, JSON.parse(committed));
  });

  it("must have the lists that the deployment knows", () => {
    assert.deepEqual(Object.keys(schema.properties).sort(), Object.values(sections).sort());
  });

  it("must have a name in the place of each resource", () => {
    const host = { type: "string", "x-moorage-names": ["Host"] };
    assert.deepEqual(property("ContainerEntry", "host")?.["x-moorage-names"], ["Host"]);
    assert.deepEqual(property("ContainerEntry", "image")?.["x-moorage-names"], ["Image"]);
    assert.deepEqual(property("AppEntry", "hosts")?.["items"], host);
    assert.deepEqual(property("VolumeMount", "volume")?.["x-moorage-names"], ["Volume"]);
  });

  it("must have what an entry inherits, but for what it leaves out", () => {
    assert.ok(property("AppEntry", "healthcheck") !== undefined);
    assert.equal(property("AppEntry", "host"), undefined);
    assert.equal(property("AppImageEntry", "host"), undefined);
  });

  it("must let the configuration stand in the place of a number, and mark what must be secret", () => {
    const [port] = property("Connection", "port")?.["anyOf"] as [unknown];
    assert.deepEqual(port, { type: "integer", minimum: 1, maximum: 65535 });
    assert.equal(property("Connection", "password")?.["x-moorage-secret"], true);
  });

  it("must not be made from what it cannot say", async () => {
    const folder = await mkdtemp(join(tmpdir(), "moorage-stack-file-"));
    try {
      const file = join(folder, "stack-file.ts");
      await writeFile(file, "/** A file. */\nexport interface StackFile extends Partial<{ a: string }> {}\n");
      assert.throws(() => readStackFile(file), {
        name: "SourceError",
        message: /Partial: is declared nowhere/,
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
