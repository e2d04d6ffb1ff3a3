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

  it("must list what was done to a stack, page by page, for people and for scripts", async () => {
    await deployed();
    const never = await typed("stack", "history");
    assert.deepEqual([never.code, never.stderr], [0, "The stack was never updated.\n"]);
    await project.recordUpdate("dev", { kind: "update", message: "first\nand more", key: "value" });
    await project.recordUpdate("dev", { kind: "destroy", message: "second", key: "value" });
    const rows = (await done("stack", "history")).split("\n");
    assert.match(rows[0] ?? "", /^STARTED +KIND +RESULT +TOOK +CHANGES +MESSAGE$/);
    assert.match(rows[1] ?? "", / ago +destroy +failed +1 min 0 s +\+2 ~1 +second$/);
    assert.match(rows[2] ?? "", / ago +update .* first$/);
    assert.match(await done("stack", "history", "--full-dates"), /^2026-01-01T00:00:00\.000Z /m);
    const [oldest, ...others] = JSON.parse(
      await done("stack", "history", "--json", "--page-size", "1", "--page", "2"),
    ) as object[];
    assert.deepEqual(others, []);
    assert.deepEqual(oldest, {
      version: 0,
      kind: "update",
      startTime: "2026-01-01T00:00:00.000Z",
      message: "first\nand more",
      environment: {},
      config: { "shop:key": { value: "value", secret: false } },
      result: "failed",
      endTime: "2026-01-01T00:01:00.000Z",
      resourceChanges: { create: 2, update: 1 },
    });
    assert.match((await typed("stack", "history", "--page", "9")).stderr, /There is no page 9/);
    assert.equal((await typed("stack", "history", "--page", "0")).code, 2);
  });

  it("must keep tags, and name the likely one", async () => {
    await deployed();
    await done("stack", "tag", "set", "team", "shop");
    await done("stack", "tag", "set", "tier", "one");
    assert.equal(await done("stack", "tag", "get", "team"), "shop\n");
    await done("stack", "tag", "rm", "tier");
    await done("stack", "tag", "rm", "tier");
    assert.deepEqual(JSON.parse(await done("stack", "tag", "ls", "--json")), { team: "shop" });
    assert.equal(await done("stack", "tag"), "NAME   VALUE\nteam   shop\n");
    const wrong = await typed("stack", "tag", "get", "taem");
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /the stack dev has no tag taem\. Did you mean team\?/);
  });

  it("must let none be selected", async () => {
    await done("stack", "init", "dev");
    await done("stack", "unselect");
    assert.deepEqual(await names(), ["dev"]);
  });

  for (const [line, message] of [
    [
      "stack graph out.dot",
      /moorage has no `stack graph`: use `pulumi stack graph`, which works on the same/,
    ],
    ["config env add x --yes", /moorage has no `config env`: use `pulumi config env`/],
    ["state taint x", /moorage has no `state taint`: use `moorage up --replace <urn>`\n/],
    ["login file://~", /moorage has no `login`: use `pulumi login`/],
    ["new typescript", /moorage has no `new`: use `moorage init`\n/],
  ] as const) {
    it(`must say what to type in the place of ${line}`, async () => {
      const { code, stderr, stdout } = await moorage(line.split(" "), project.env);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }

  it("must not remove what has resources, or is not named, unless it is told to", async () => {
    await deployed();
    const unnamed = await typed("stack", "rm", "--yes");
    assert.equal(unnamed.code, 6);
    const unasked = await typed("stack", "rm", "dev", "--force");
    assert.equal(unasked.code, 2);
    assert.match(unasked.stderr, /^error: the stack organization\/shop\/dev is removed for good: say --yes/);
    // Nobody is asked what is refused then.
    for (const words of [[], ["--yes"]]) {
      const full = await typed("stack", "rm", "dev", ...words);
      assert.equal(full.code, 1);
      assert.match(full.stderr, /still has 4 resources/);
    }
    await writeFile(join(project.folder, "Pulumi.dev.yaml"), "");
    await done("stack", "rm", "dev", "--yes", "--force");
    assert.deepEqual(await names(), []);
    await assert.rejects(access(join(project.folder, "Pulumi.dev.yaml")));
  });

  it("must refuse to guess which of two named stacks is meant", async () => {
    await deployed();
    await deployed("prod");
    for (const line of ["select dev", "rm dev --yes", "init next"]) {
      const { code, stderr } = await typed("stack", ...line.split(" "), "-s", "prod");
      assert.deepEqual([line, code], [line, 2]);
      assert.match(stderr, /^error: two stacks are named, \w+ and prod: name one\n$/);
    }
    assert.equal((await typed("cancel", "dev", "-s", "prod")).code, 2);
    assert.deepEqual(await names(), ["dev", "prod"]);
  });

  it("must say what is wrong with a state that cannot be read, and list and keep the stack", async () => {
    await deployed();
    await deployed("prod");
    for (const [text, problem] of [
      ["{ not json", /dev\.json is invalid: it is no JSON.*restore the stack/],
      ["[]", /the document is a list/],
      [`{"version":99,"checkpoint":{}}`, /needs a newer engine: its version is 99/],
    ] as const) {
      await writeFile(join(project.folder, "state/.pulumi/stacks/shop/dev.json"), text);
      for (const line of ["export -s dev", "rm dev --yes", "rename next -s dev", "output -s dev"]) {
        const { code, stderr, stdout } = await typed("stack", ...line.split(" "));
        assert.deepEqual([line, code, stdout], [line, 1, ""]);
        assert.match(stderr, problem);
      }
      assert.deepEqual(await names(), ["dev", "prod"]);
    }
    await done("stack", "rm", "dev", "--yes", "--force");
  });

  it("must say how the first stack is made", async () => {
    const named = await typed("stack", "output", "-s", "dev");
    assert.equal(named.code, 6);
    assert.match(
      named.stderr,
      /^error: there is no stack dev of shop in .*: make it with `moorage stack init dev`\n$/,
    );
    const { code, stderr } = await typed("stack", "output");
    assert.equal(code, 6);
    assert.match(stderr, /make one with `moorage stack init <name>`/);
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
});
