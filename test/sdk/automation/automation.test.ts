import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Certificate } from "../../../sdk";
import {
  LocalWorkspace,
  type EngineEvent,
  type InlineProgramArgs,
  type LocalWorkspaceOptions,
  type UpOptions,
} from "../../../sdk/automation";
import { programFolder, type ProgramFolder } from "../../support/engine/program-folder";

describe("The automation API", function () {
  this.timeout(60_000);
  let folder: ProgramFolder;

  beforeEach(() => {
    folder = programFolder({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "index.js": `
const { Config, secret } = require("@pulumi/pulumi");
exports.greeting = new Config().requireSecret("name").apply((name) => "hello " + name);
exports.word = secret(process.env.WORD ?? "none");`,
    });
    mkdirSync(join(folder.path, "state"));
  });
  afterEach(() => folder.remove());

  const options = (): LocalWorkspaceOptions => ({
    pulumiHome: join(folder.path, "home"),
    envVars: {
      PULUMI_BACKEND_URL: `file://${folder.path}/state`,
      PULUMI_CONFIG_PASSPHRASE: "correct",
    },
  });

  it("must run an inline program, with Moorage's own provider in this process", async () => {
    const program = async () => {
      const certificate = new Certificate("shop", { names: ["shop.internal"] });
      return { ca: certificate.ca, key: certificate.privateKey };
    };
    const args = { stackName: "dev", projectName: "inline", program };
    const stack = await LocalWorkspace.createOrSelectStack(args, options());
    const events: EngineEvent[] = [];
    const preview = await stack.preview();
    assert.deepEqual(preview.changeSummary, { create: 2 });
    const up = await stack.up({ onEvent: (event) => events.push(event) });
    assert.match(String(up.outputs["ca"]?.value), /BEGIN CERTIFICATE/);
    assert.deepEqual([up.outputs["ca"]?.secret, up.outputs["key"]?.secret], [false, true]);
    assert.deepEqual([up.summary.kind, up.summary.result], ["update", "succeeded"]);
    assert.deepEqual(up.summary.resourceChanges, { create: 2 });
    assert.equal(events.filter(({ summaryEvent }) => summaryEvent).length, 1);
    const again = await stack.up({ expectNoChanges: true });
    assert.deepEqual(again.summary.resourceChanges, { same: 2 });
    assert.deepEqual(await stack.outputs(), up.outputs);
    assert.equal((await stack.refresh()).summary.kind, "refresh");
    assert.deepEqual((await stack.previewDestroy()).changeSummary, { delete: 2 });
    assert.deepEqual((await stack.destroy()).summary.resourceChanges, { delete: 2 });
    assert.deepEqual(await stack.outputs(), {});
  });

  it("must run a local program with its configuration and the workspace's environment", async () => {
    const { envVars, ...rest } = options();
    const stack = await LocalWorkspace.createStack(
      { stackName: "dev", workDir: folder.path },
      { ...rest, envVars: { ...envVars, WORD: "mine" } },
    );
    await stack.workspace.setConfig("dev", "name", { value: "you", secret: true });
    assert.doesNotMatch(readFileSync(join(folder.path, "Pulumi.dev.yaml"), "utf8"), /you/);
    const { outputs } = await stack.up();
    assert.deepEqual(outputs, {
      greeting: { value: "hello you", secret: true },
      word: { value: "mine", secret: true },
    });
    await stack.destroy({ remove: true });
    assert.deepEqual(await stack.workspace.listStacks(), []);
  });

  it("must run two stacks of different folders at once", async () => {
    const other = programFolder({
      "Pulumi.yaml": "name: other\nruntime: nodejs\n",
      "index.js": `exports.folder = process.cwd();`,
    });
    try {
      folder.write({ "index.js": `exports.folder = process.cwd();` });
      const stacks = await Promise.all(
        [folder, other].map(({ path }) =>
          LocalWorkspace.createStack({ stackName: "dev", workDir: path }, options()),
        ),
      );
      const results = await Promise.all(stacks.map((stack) => stack.up()));
      assert.deepEqual(
        results.map(({ outputs }) => outputs["folder"]?.value as unknown),
        [folder.path, other.path],
      );
    } finally {
      other.remove();
    }
  });

  it("must stop an operation by its signal", async () => {
    const controller = new AbortController();
    const program = () => new Promise<void>(() => controller.abort());
    const args = { stackName: "dev", projectName: "inline", program };
    const stack = await LocalWorkspace.createStack(args, options());
    await assert.rejects(stack.up({ signal: controller.signal }), { name: "CanceledError" });
  });

  it("must resolve relative paths of an inline program where its process is", async () => {
    const program = async () => {
      new pulumi.ComponentResource("test:index:Files", "files", {
        manifest: new pulumi.asset.FileAsset("package.json"),
      });
    };
    const args = { stackName: "dev", projectName: "inline", program };
    const stack = await LocalWorkspace.createStack(args, options());
    assert.equal((await stack.up()).summary.result, "succeeded");
  });

  it("must leave protected resources where a destroy excludes them, and what they need", async () => {
    class Thing extends pulumi.ComponentResource {}
    const program = async () => {
      const parent = new Thing("test:index:Thing", "parent");
      new Thing("test:index:Thing", "kept", {}, { parent, protect: true });
      new Thing("test:index:Thing", "gone");
    };
    const args = { stackName: "dev", projectName: "inline", program };
    const stack = await LocalWorkspace.createStack(args, options());
    await stack.up();
    const { summary } = await stack.destroy({ excludeProtected: true });
    assert.equal(summary.resourceChanges?.delete, 1);
    const { resources } = (await stack.exportStack()).deployment as { resources: { urn: string }[] };
    const names = resources.map(({ urn }) => urn.split("::").at(-1));
    assert.deepEqual(names, ["inline-dev", "parent", "kept"]);
  });

  it("must not set or tell anything of a stack that is not there", async () => {
    const args = { stackName: "dev", projectName: "inline", program: async () => {} };
    const { workspace } = await LocalWorkspace.createStack(args, options());
    const gone = { name: "StackNotFoundError", message: /there is no stack organization\/inline\/typo/ };
    await assert.rejects(workspace.setConfig("typo", "size", { value: "1" }), gone);
    await assert.rejects(workspace.getAllConfig("typo"), gone);
    await assert.rejects(workspace.getConfig("typo", "size"), gone);
    await assert.rejects(workspace.stackSettings("typo"), { name: "CommandError" });
  });

  it("must find the plugin that a program would install, and say how it is installed where it is not there", async () => {
    const installed = join(folder.path, "home/plugins/resource-lab-v1.2.0");
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, "pulumi-resource-lab"), "");
    for (const workDir of [undefined, folder.path]) {
      const workspace = await LocalWorkspace.create({
        ...options(),
        ...(workDir === undefined ? {} : { workDir }),
      });
      await workspace.installPlugin("lab", "v1.2.0");
      await workspace.installPlugin("moorage", "v0.1.0");
      await assert.rejects(workspace.installPlugin("lab", "v2.0.0"), {
        name: "CommandError",
        message: /installed: 1\.2\.0.*`pulumi plugin install resource lab v2\.0\.0`/,
      });
      await assert.rejects(workspace.installPlugin("rules", "v1.0.0", "analyzer"), { name: "CommandError" });
    }
  });

  it("must refuse by name what is not there", async () => {
    const args = { stackName: "dev", projectName: "inline", program: async () => {} };
    const stack = await LocalWorkspace.createStack(args, options());
    const policies = { policyPacks: ["./policy"] } as UpOptions;
    await assert.rejects(stack.up(policies), {
      name: "CommandError",
      message: /policyPacks.*policy packs do not/,
    });
    const cloud = LocalWorkspace.createStack(
      { ...args, stackName: "cloud" },
      { ...options(), secretsProvider: "awskms://alias/key" },
    );
    await assert.rejects(cloud, { name: "CommandError", message: /awskms.*passphrase/ });
    const nowhere = { stackName: "dev", projectName: "inline" } as unknown as InlineProgramArgs;
    await assert.rejects(LocalWorkspace.createStack(nowhere, options()), {
      name: "CommandError",
      message: /either workDir or projectName and program/,
    });
  });
});
