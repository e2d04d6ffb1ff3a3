import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { openBackend, type Backend } from "../../../engine/backend";
import { readProject, stackConfig, StackSettings } from "../../../engine/project";
import { PassphraseProvider } from "../../../engine/secrets";
import { CheckpointEncoder, decodeCheckpoint, resourceState, type Snapshot } from "../../../engine/state";
import { Secret } from "../../../engine/values";
import { capture, type CommandOptions, type CommandResult } from "../../support/setup/command";
import { ensurePulumi } from "../../support/setup/pulumi";
import { waitFor } from "../../support/setup/wait-for";
import { OFFLINE } from "../../support/pulumi/offline";

const stack = { project: "shared", name: "dev" };
const passphrase = () => Promise.resolve("correct");

/** Says that it has begun, and goes on when it may. */
const program = `
const fs = require("node:fs");
const pulumi = require("@pulumi/pulumi");
class Box extends pulumi.ComponentResource {
  constructor(name) {
    super("test:index:Box", name, { size: 1 });
    this.registerOutputs({ size: 1 });
  }
}
module.exports = async () => {
  new Box("box");
  if (process.env.GATE) {
    fs.writeFileSync(process.env.GATE + ".reached", "");
    await new Promise((resolve) => {
      const timer = setInterval(() => fs.existsSync(process.env.GATE) && resolve(clearInterval(timer)), 50);
    });
  }
  return { token: pulumi.secret("s3cret"), name: new pulumi.Config().require("name") };
};
`;

const runs = (gate: string) =>
  waitFor("the program runs", () => Promise.resolve(existsSync(`${gate}.reached`) || undefined));

describe("one state, both engines", () => {
  let folder: string;
  let programs: string;
  let backend: Backend;

  before(async () => {
    programs = await ensurePulumi();
    folder = await mkdtemp(join(tmpdir(), "moorage-shared-"));
    await writeFile(
      join(folder, "Pulumi.yaml"),
      "name: shared\nruntime: { name: nodejs, options: { typescript: false } }\n",
    );
    await writeFile(join(folder, "package.json"), '{ "private": true }');
    await writeFile(join(folder, "index.js"), program);
    await symlink(join(__dirname, "../../../node_modules"), join(folder, "node_modules"));
    backend = await openBackend({ url: `file://${folder}`, environment: {} });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  function pulumi(
    args: string[],
    env: Record<string, string> = {},
    options: Pick<CommandOptions, "ownGroup" | "onStart"> = {},
  ): Promise<CommandResult> {
    return capture([join(programs, "pulumi"), ...args], {
      ...options,
      cwd: folder,
      env: {
        PATH: [programs, process.env.PATH].join(delimiter),
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_HOME: join(folder, "home"),
        PULUMI_CONFIG_PASSPHRASE: "correct",
        ...OFFLINE,
        ...env,
      },
    });
  }

  async function succeeds(args: string[], env: Record<string, string> = {}): Promise<string> {
    const { code, stdout, stderr } = await pulumi(args, env);
    assert.equal(code, 0, `pulumi ${args.join(" ")}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  async function snapshot(): Promise<Snapshot> {
    const { text, location } = await backend.readCheckpoint(stack);
    return decodeCheckpoint(text, { location, passphrase });
  }

  async function save(next: Snapshot): Promise<void> {
    const lock = await backend.lock(stack);
    const writer = backend.checkpointWriter(lock);
    await writer.write(await new CheckpointEncoder("organization/shared/dev", "test").encode(next));
    await writer.close();
    await backend.recordUpdate(stack, {
      kind: "update",
      startTime: 1,
      endTime: 2,
      message: "ours",
      environment: {},
      config: {},
      result: "succeeded",
    });
    await lock.release();
  }

  it("a stack and a configuration that we made must be the CLI's", async () => {
    await backend.createStack(stack);
    const settings = await StackSettings.read(await readProject(folder), "dev");
    const provider = await PassphraseProvider.create(passphrase);
    settings.encryptionSalt = provider.encryptionSalt;
    settings.set("name", "ours");
    await settings.save();

    await succeeds(["stack", "select", "dev"]);
    assert.equal((await succeeds(["config", "get", "name"])).trim(), "ours");
    await succeeds(["config", "set", "--secret", "pw", "geheim"]);
    const again = await StackSettings.read(await readProject(folder), "dev");
    const config = await stackConfig(await readProject(folder), "dev", again, () => provider.unlock());
    assert.deepEqual(config.values, { "shared:name": "ours", "shared:pw": "geheim" });
  });

  it("our lock must keep the CLI out, and the CLI's us, while it is in the middle", async () => {
    const lock = await backend.lock(stack);
    const refused = await pulumi(["up", "--yes", "--skip-preview"]);
    assert.notEqual(refused.code, 0);
    assert.match(refused.stdout + refused.stderr, new RegExp(`locked by 1 lock.*pid ${process.pid}`, "s"));
    await lock.release();

    const gate = join(folder, "gate");
    const up = succeeds(["up", "--yes", "--skip-preview"], { GATE: gate });
    await Promise.race([up, runs(gate)]);
    await assert.rejects(backend.lock(stack), {
      name: "StackLockedError",
      message: /created by .*which is running.*pulumi cancel/s,
    });
    await assert.rejects(backend.lock(stack, { takeOver: true }), { name: "StackLockedError" });
    await writeFile(gate, "");
    await up;
    await (await backend.lock(stack)).release();
  });

  it("what the CLI saved we must read, and what we add and take away the CLI must read", async () => {
    const read = await snapshot();
    assert.deepEqual(
      read.resources.map(({ type }) => type),
      ["pulumi:pulumi:Stack", "test:index:Box"],
    );
    assert.deepEqual(read.resources[0]?.outputs, { name: "ours", token: new Secret("s3cret") });

    const [root, box] = read.resources;
    assert.ok(root && box);
    const urn = "urn:pulumi:dev::shared::test:index:Box::ours";
    const ours = resourceState({
      urn,
      type: "test:index:Box",
      custom: false,
      parent: root.urn,
      outputs: { a: new Secret([1]) },
    });
    const outputs = { ...root.outputs, token: new Secret({ changed: true }) };
    await save({ ...read, resources: [{ ...root, outputs }, box, ours] });

    assert.deepEqual(JSON.parse(await succeeds(["stack", "output", "--json", "--show-secrets"])), {
      name: "ours",
      token: { changed: true },
    });
    const exported = JSON.parse(await succeeds(["stack", "export"]));
    assert.deepEqual(
      exported.deployment.resources.map((state: { urn: string }) => state.urn.split("::").at(-1)),
      ["shared-dev", "box", "ours"],
    );
    const history = JSON.parse(await succeeds(["stack", "history", "--json"]));
    assert.deepEqual(history.map(({ message }: { message: string }) => message)[0], "ours");

    await succeeds(["up", "--yes", "--skip-preview"]);
    assert.equal((await snapshot()).resources.length, 2);
    await succeeds(["preview", "--expect-no-changes"]);
  });

  it("the lock of a killed CLI must be named as a dead one's, and be taken over where that is asked for", async () => {
    const gate = join(folder, "second-gate");
    let leader = 0;
    const start = { ownGroup: true, onStart: (pid: number) => (leader = pid) };
    const killed = pulumi(["up", "--yes", "--skip-preview"], { GATE: gate }, start);
    await runs(gate);
    process.kill(-leader, "SIGKILL");
    await killed;

    await assert.rejects(backend.lock(stack), {
      name: "StackLockedError",
      message: /no such process on this machine.*takeOver.*pulumi cancel/s,
    });
    const lock = await backend.lock(stack, { takeOver: true });
    assert.equal((await backend.locks(stack)).length, 1);
    await lock.release();
    await succeeds(["preview"]);
  });

  it("a renamed and a removed stack must be so for both", async () => {
    await backend.renameStack(stack, { project: "shared", name: "prod" });
    const text = await readFile(join(folder, "Pulumi.dev.yaml"), "utf8");
    await writeFile(join(folder, "Pulumi.prod.yaml"), text);
    await succeeds(["stack", "select", "prod"]);
    await succeeds(["preview", "--expect-no-changes"]);
    await succeeds(["destroy", "--yes", "--skip-preview"]);
    await backend.removeStack({ project: "shared", name: "prod" });
    assert.deepEqual(JSON.parse(await succeeds(["stack", "ls", "--json"])), []);
    assert.deepEqual(
      (await readdir(join(folder, ".pulumi/stacks/shared"))).filter((name) => /\.json$/.test(name)),
      [],
    );
  });
});
