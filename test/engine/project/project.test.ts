import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProject, stackConfig, StackSettings, stackSettingsPath } from "../../../engine/project";

describe("a project", () => {
  let folder: string;
  const write = (text: string, name = "Pulumi.yaml") => writeFile(join(folder, name), text);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-project-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("its file must be found from a folder below", async () => {
    await write("name: shop\nruntime: { name: nodejs, options: { typescript: false } }\nmain: src\n");
    const below = join(folder, "src", "deep");
    await mkdir(below, { recursive: true });

    const project = await readProject(below);
    assert.deepEqual(project.runtime, { name: "nodejs", options: { typescript: false } });
    assert.deepEqual([project.name, project.main, project.directory], ["shop", "src", folder]);
    assert.equal(project.refreshAlways, false);
  });

  it("options, plugins, backend and the settings' folder must be read", async () => {
    await write(
      `name: shop
runtime: nodejs
backend: { url: "file://state" }
stackConfigDir: config
options: { refresh: always }
plugins: { providers: [{ name: moorage, path: ../bin, version: 1.0.0 }] }
`,
    );
    const project = await readProject(folder);
    assert.deepEqual([project.backendUrl, project.refreshAlways], ["file://state", true]);
    assert.equal(stackSettingsPath(project, "dev"), join(folder, "config", "Pulumi.dev.yaml"));
    const path = join(folder, "..", "bin");
    assert.deepEqual(project.providerPlugins, [{ name: "moorage", version: "1.0.0", path }]);
  });

  it("no project must be told with the folder", async () => {
    await assert.rejects(readProject(folder), {
      name: "NoProjectError",
      message: /no Pulumi\.yaml in .*moorage-project/,
    });
    await assert.rejects(readProject(join(folder, "misspelt")), {
      name: "NoProjectError",
      message: /there is no folder .*misspelt/,
    });
  });

  const invalid: [title: string, text: string, message: RegExp][] = [
    ["no name", "runtime: nodejs\n", /has no name/],
    ["a name with a slash", "name: a/b\nruntime: nodejs\n", /"a\/b" cannot be a project's name/],
    ["no runtime", "name: a\n", /has no runtime/],
    ["a main that is a list", "name: a\nruntime: nodejs\nmain: []\n", /main is no text/],
    [
      "plugins without a path",
      "name: a\nruntime: nodejs\nplugins: {providers: [{name: x}]}\n",
      /providers\[0\].*path/,
    ],
    ["two folders of settings", "name: a\nruntime: nodejs\nconfig: x\nstackConfigDir: y\n", /both/],
    ["an array of what", "name: a\nruntime: nodejs\nconfig: {x: {type: array}}\n", /"x".*items/],
    ["an unknown type", "name: a\nruntime: nodejs\nconfig: {x: {type: text}}\n", /"x".*unknown type text/],
    [
      "a default of another type",
      "name: a\nruntime: nodejs\nconfig: {x: {type: integer, default: a}}\n",
      /"x".*integer/,
    ],
    [
      "a type for another namespace",
      "name: a\nruntime: nodejs\nconfig: {b:x: {type: string}}\n",
      /"b:x".*another namespace/,
    ],
    ["no value for another namespace", "name: a\nruntime: nodejs\nconfig: {b:x: {}}\n", /"b:x".*no value/],
    ["a tab", "name: a\n\truntime: nodejs\n", /no valid YAML, line 2/],
  ];
  for (const [title, text, message] of invalid) {
    it(`a file with ${title} must be refused`, async () => {
      await write(text);
      await assert.rejects(readProject(folder), { name: "ProjectError", message });
    });
  }

  async function configOf(settings: string) {
    await write(settings, "Pulumi.dev.yaml");
    const project = await readProject(folder);
    return stackConfig(project, "dev", await StackSettings.read(project, "dev"), () =>
      Promise.resolve({ encrypt: (text) => text, decrypt: (text) => `plain ${text}` }),
    );
  }

  it("the configuration must have the project's defaults, and its secrets in plain", async () => {
    await write(
      `name: shop
runtime: nodejs
config:
  size: small
  count: { type: integer, default: 3 }
  ports: { type: array, items: { type: integer }, default: [1, 2] }
  aws:region: eu
  set: { type: object }
`,
    );
    const config = await configOf(
      "config: { shop:set: { a: { secure: c }, b: 1 }, shop:size: big, shop:pw: { secure: d }, shop:on: true }\n",
    );
    assert.deepEqual(config.values, {
      "shop:size": "big",
      "shop:count": "3",
      "shop:ports": "[1,2]",
      "aws:region": "eu",
      "shop:set": '{"a":"plain c","b":1}',
      "shop:pw": "plain d",
      "shop:on": "true",
    });
    assert.deepEqual(config.secretKeys, ["shop:set", "shop:pw"]);
  });

  it("all missing values must be told at once, with the command", async () => {
    await write(
      "name: shop\nruntime: nodejs\nconfig: { a: { type: string }, b: { type: string, secret: true } }\n",
    );
    await assert.rejects(configOf(""), { name: "ConfigError", message: /"a", "b": .*pulumi config set b/ });
  });

  it("all values of another type must be told at once, without the values", async () => {
    await write(
      "name: shop\nruntime: nodejs\nconfig: { a: { type: integer }, b: { type: string, secret: true }, c: { type: array, items: { type: string } } }\n",
    );
    await assert.rejects(
      configOf("config: { shop:a: geheim, shop:b: geheim, shop:c: [1] }\n"),
      (error: Error) => {
        assert.match(error.message, /"a" must be of the type integer; "b" must be a secret.*array<string>/);
        assert.doesNotMatch(error.message, /geheim/);
        return true;
      },
    );
  });

  it("no key must be asked for where there is no secret", async () => {
    await write("name: shop\nruntime: nodejs\n");
    const project = await readProject(folder);
    const settings = await StackSettings.read(project, "dev");
    settings.set("a", "x");
    const config = await stackConfig(project, "dev", settings, () => Promise.reject(new Error("asked")));
    assert.deepEqual(config.values, { "shop:a": "x" });
  });
});
