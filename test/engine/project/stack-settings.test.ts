import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Encrypted, readProject, StackSettings } from "../../../engine/project";

describe("a stack's settings", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-project-"));
    file = join(folder, "Pulumi.dev.yaml");
    await writeFile(join(folder, "Pulumi.yaml"), "name: fixture\nruntime: nodejs\n");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = async () => StackSettings.read(await readProject(folder), "dev");

  it("what is set and removed must be as the CLI does it, and the comments stay", async () => {
    await writeFile(
      file,
      "# about this stack\nencryptionsalt: v1:a\nconfig:\n  # the name\n  fixture:name: old # here\n  aws:region: eu\n",
    );
    const settings = await read();
    settings.set("text", "1");
    settings.set("flag", "true");
    settings.set("map.a.b", "5", { path: true });
    settings.set("map.a.c", "007", { path: true });
    settings.set("list[0]", "true", { path: true });
    settings.set("list[1]", "x", { path: true });
    settings.set("name.sub", "z", { path: true });
    settings.set('map["x.y"]', "z", { path: true });
    settings.set("map.pw", new Encrypted("v1:c"), { path: true });
    settings.remove("list[0]", { path: true });
    settings.set("a:config:b", "x");
    settings.set("multi", "line1\nline2");
    settings.remove("aws:region");
    await settings.save();

    assert.equal(
      await readFile(file, "utf8"),
      `# about this stack
encryptionsalt: v1:a
config:
  # the name
  fixture:name:
    sub: z
  fixture:text: "1"
  fixture:flag: "true"
  fixture:map:
    a:
      b: 5
      c: "007"
    x.y: z
    pw:
      secure: v1:c
  fixture:list:
    - x
  a:b: x
  fixture:multi: |-
    line1
    line2
`,
    );
  });

  it("what was set must be read again", async () => {
    const settings = await read();
    settings.encryptionSalt = "v1:salt";
    settings.set("pw", new Encrypted("v1:c"));
    settings.set("other:key", "x");
    await settings.save();

    const again = await read();
    assert.equal(again.encryptionSalt, "v1:salt");
    assert.deepEqual(again.get("pw"), new Encrypted("v1:c"));
    assert.deepEqual(again.config, { "fixture:pw": new Encrypted("v1:c"), "other:key": "x" });
    assert.equal(again.get("toString"), undefined);
  });

  it("a stack without a file must have no settings, and get no file by reading", async () => {
    assert.deepEqual((await read()).config, {});
    assert.equal(existsSync(file), false);
  });

  const refused: [title: string, set: (settings: StackSettings) => void, message: RegExp][] = [
    [
      "an index beyond a list's end",
      (s) => s.set("list[5]", "x", { path: true }),
      /list\[5\] is out of range/,
    ],
    ["a member of a text in a list", (s) => s.set("list[0].x", "x", { path: true }), /no map/],
    [
      "a map that looks like a secret",
      (s) => s.set("only.secure", "x", { path: true }),
      /reserved for secrets/,
    ],
    ["a path that is none", (s) => s.set("a[", "x", { path: true }), /"a\[" is no path/],
    ["a key with too many parts", (s) => s.set("a:b:c", "x"), /"a:b:c" is no key/],
  ];
  for (const [title, set, message] of refused) {
    it(`${title} must be refused`, async () => {
      await writeFile(file, "config:\n  fixture:list: [x]\n");
      const settings = await read();
      assert.throws(() => set(settings), { name: "ConfigError", message });
    });
  }

  const invalid: [title: string, text: string, message: RegExp][] = [
    ["no YAML", "config: [\n  geheim", /Pulumi\.dev\.yaml is no valid YAML, line \d/],
    ["a list", "- a\n", /is no map/],
    ["a config that is a list", "config: [a]\n", /config is no map/],
    ["an environment", "environment: [a]\n", /Pulumi's service/],
  ];
  for (const [title, text, message] of invalid) {
    it(`settings that are ${title} must be refused without their content`, async () => {
      await writeFile(file, text);
      await assert.rejects(
        read(),
        (error: Error) => message.test(error.message) && !/geheim/.test(error.message),
      );
    });
  }
});
