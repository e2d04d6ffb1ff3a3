import assert from "node:assert/strict";
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { rootStackType } from "../../engine/urn";
import { resourceState } from "../../engine/state";
import { Secret } from "../../engine/values";
import { containerRecord, hostRecord, providerRecord, TestProject } from "./project";
import { moorage, type Typed } from "./typed";

const SECRET = "canary-output";

describe("moorage stack", () => {
  let project: TestProject;
  beforeEach(async () => (project = await TestProject.create()));
  afterEach(() => project.remove());

  const typed = (...argv: string[]): Promise<Typed> => moorage([...argv, "-C", project.folder], project.env);
  const done = async (...argv: string[]): Promise<string> => {
    const { code, stdout, stderr } = await typed(...argv);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, argv.join(" "));
    return stdout;
  };
  const names = async (): Promise<unknown> =>
    (JSON.parse(await done("stack", "ls", "--json")) as { name: string; current: boolean }[]).map(
      ({ name, current }) => (current ? `${name}*` : name),
    );

  /** A stack with a host, a container on it, and outputs. */
  async function deployed(name = "dev"): Promise<void> {
    const link = { hostId: "h1", address: "192.0.2.1" };
    const root = resourceState({
      urn: `urn:pulumi:${name}::shop::${rootStackType}::shop-${name}`,
      type: rootStackType,
      custom: false,
      outputs: { url: "http://192.0.2.1", ports: [80, 443], password: new Secret(SECRET) },
    });
    await project.stack(name, [
      root,
      providerRecord({}),
      hostRecord("web-1", link),
      { ...containerRecord("app", link), parent: root.urn },
    ]);
  }

  it("must make stacks, select the last one made, and list them", async () => {
    await done("stack", "init", "dev");
    await done("stack", "init", "prod");
    assert.deepEqual(await names(), ["dev", "prod*"]);
    await done("stack", "select", "dev");
    assert.deepEqual(await names(), ["dev*", "prod"]);
    await done("stack", "init", "test", "--no-select");
    await done("stack", "select", "--create", "stage");
    assert.deepEqual(await names(), ["dev", "prod", "stage*", "test"]);
    const settings = parse(await readFile(join(project.folder, "Pulumi.dev.yaml"), "utf8")) as object;
    assert.match(JSON.stringify(settings), /^\{"encryptionsalt":"v1:[^"]+"\}$/);
  });

  it("must keep the key that a stack's settings have already", async () => {
    await done("stack", "init", "dev");
    const file = join(project.folder, "Pulumi.dev.yaml");
    const before = await readFile(file, "utf8");
    await done("stack", "rm", "dev", "--yes", "--preserve-config");
    await done("stack", "init", "dev");
    assert.equal(await readFile(file, "utf8"), before);
  });

  it("must print outputs for people and scripts, secrets masked unless they are asked for", async () => {
    await deployed();
    assert.equal(
      await done("stack", "output"),
      "Current stack outputs (3):\n    OUTPUT     VALUE\n    password   [secret]\n    ports      [80,443]\n" +
        "    url        http://192.0.2.1\n",
    );
    assert.equal(await done("stack", "output", "url"), "http://192.0.2.1\n");
    assert.equal(
      await done("stack", "output", "--shell"),
      "password='[secret]'\nports='[80,443]'\nurl=http://192.0.2.1\n",
    );
    assert.deepEqual(JSON.parse(await done("stack", "output", "--json", "--show-secrets")), {
      password: SECRET,
      ports: [80, 443],
      url: "http://192.0.2.1",
    });
    const { code, stderr } = await typed("stack", "output", "ulr");
    assert.equal(code, 1);
    assert.match(stderr, /the stack dev has no output ulr\. Did you mean url\?/);
  });

  it("must print its resources as a tree, with URNs where they are asked for", async () => {
    await deployed();
    const shown = await done("stack", "--show-urns");
    assert.match(shown, /^Current stack is dev:\n/);
    assert.match(
      shown,
      /^ {4}pulumi:pulumi:Stack +shop-dev +urn:.*\n {6}moorage:index:Container +app +urn:pulumi:dev::/m,
    );
    assert(!shown.includes(SECRET));
    assert.equal(await done("stack", "--show-name"), "dev\n");
  });

  it("must export a stack that an import takes, secrets in plain only where they are asked for", async () => {
    await deployed();
    const [exported, plain] = [
      await done("stack", "export"),
      await done("stack", "export", "--show-secrets"),
    ];
    assert(!exported.includes(SECRET) && plain.includes(SECRET));
    const file = join(project.folder, "export.json");
    await writeFile(file, plain);
    assert.equal(await done("stack", "import", "--file", file), "Import complete.\n");
    assert(!(await done("stack", "export")).includes(SECRET));
    assert.equal(await done("stack", "output", "password", "--show-secrets"), `${SECRET}\n`);
    const { code } = await moorage(["stack", "import", "-C", project.folder], project.env, exported);
    assert.equal(code, 0);
  });

  it("must rename a stack with its settings and its resources, and select it", async () => {
    await deployed();
    await writeFile(join(project.folder, "Pulumi.dev.yaml"), "config:\n  shop:port: 80\n");
    assert.equal(await done("stack", "rename", "live"), "Renamed dev to live\n");
    assert.deepEqual(await names(), ["live*"]);
    assert.equal(await done("config", "get", "port"), "80\n");
    assert.match(await done("stack", "--show-urns"), /urn:pulumi:live::shop::pulumi:pulumi:Stack::shop-live/);
  });

  it("must not remove what has resources, or is not named, unless it is told to", async () => {
    await deployed();
    const unnamed = await typed("stack", "rm", "--yes");
    assert.equal(unnamed.code, 6);
    const unasked = await typed("stack", "rm", "dev");
    assert.equal(unasked.code, 2);
    assert.match(unasked.stderr, /^error: the stack organization\/shop\/dev is removed for good: say --yes/);
    const full = await typed("stack", "rm", "dev", "--yes");
    assert.equal(full.code, 1);
    assert.match(full.stderr, /still has 4 resources/);
    await writeFile(join(project.folder, "Pulumi.dev.yaml"), "");
    await done("stack", "rm", "dev", "--yes", "--force");
    assert.deepEqual(await names(), []);
    await assert.rejects(access(join(project.folder, "Pulumi.dev.yaml")));
  });

  it("must take away a lock, whose holder it names first", async () => {
    await deployed();
    const lock = await project.lock("dev");
    const unasked = await typed("cancel", "dev");
    assert.equal(unasked.code, 2);
    assert.match(unasked.stderr, new RegExp(`is held by .*process ${process.pid}, running.* say --yes`));
    assert.match(await done("cancel", "dev", "--yes"), /^The lock of 'dev' is taken away/);
    await lock.release();
    const { code, stderr } = await typed("cancel", "dev");
    assert.deepEqual([code, stderr], [0, "The stack dev is not locked: there is nothing to cancel.\n"]);
  });

  it("must refuse a command that does not exist by its name", async () => {
    const { code, stderr } = await typed("stack", "exprot");
    assert.equal(code, 2);
    assert.match(stderr, /there is no command 'exprot'\. Did you mean export\?/);
  });
});
