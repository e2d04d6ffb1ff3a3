import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ResourceState } from "../../engine/state";
import { containerRecord, hostRecord, providerRecord, record, TestProject } from "./project";
import { moorage, type Typed } from "./typed";

const link = { hostId: "h1", address: "192.0.2.1" };
const urnOf = (noun: string, name: string): string => `urn:pulumi:dev::shop::moorage:index:${noun}::${name}`;

describe("editing a state by hand", () => {
  let project: TestProject;
  beforeEach(async () => {
    project = await TestProject.create();
    await project.stack("dev", records());
  });
  afterEach(() => project.remove());

  /** A host, what is on it, and a volume that is protected. */
  function records(): ResourceState[] {
    const host = hostRecord("web-1", link);
    const onHost = (state: ResourceState): ResourceState => ({
      ...state,
      dependencies: [host.urn],
      propertyDependencies: { host: [host.urn] },
    });
    return [
      providerRecord({}),
      host,
      onHost(containerRecord("app", link)),
      onHost({ ...record("Volume", "data", { name: "data" }), protect: true }),
      onHost(record("Network", "app", { name: "app" })),
    ];
  }

  const typed = (...argv: string[]): Promise<Typed> => moorage([...argv, "-C", project.folder], project.env);
  const done = async (...argv: string[]): Promise<string> => {
    const { code, stdout, stderr } = await typed(...argv, "--yes");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, argv.join(" "));
    return stdout;
  };
  interface Kept {
    readonly urn: string;
    readonly protect?: boolean;
    readonly provider?: string;
    readonly dependencies?: readonly string[];
  }
  const kept = async (): Promise<readonly Kept[]> => {
    const { stdout } = await typed("stack", "export");
    return (JSON.parse(stdout) as { deployment: { resources?: Kept[] } }).deployment.resources ?? [];
  };
  const names = async (): Promise<(string | undefined)[]> =>
    (await kept()).map(({ urn }) => urn.split("::").slice(2).join(" ").replace("moorage:index:", ""));

  it("must delete a resource, and leave the state before beside it", async () => {
    const file = join(project.folder, "state/.pulumi/stacks/shop/dev.json");
    const before = await readFile(file, "utf8");
    assert.equal(await done("state", "delete", urnOf("Container", "app")), "Resource deleted\n");
    assert.deepEqual(await names(), [
      "pulumi:providers:moorage default",
      "Host web-1",
      "Volume data",
      "Network app",
    ]);
    assert.equal(await readFile(`${file}.bak`, "utf8"), before);
  });

  it("must refuse what others depend on, and name them", async () => {
    const { code, stderr } = await typed("state", "delete", "web-1", "--yes");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /cannot be deleted from the state: these depend on it:\n {2}app \(urn.*\n {2}data \(urn/,
    );
    assert.match(stderr, /--target-dependents/);
    assert.equal((await names()).length, 5);
  });

  it("must refuse what is protected, and delete it by force", async () => {
    const { code, stderr } = await typed("state", "delete", "data", "--yes");
    assert.equal(code, 1);
    assert.match(stderr, /these are protected, and stay in the state:\n {2}data/);
    assert.equal(await done("state", "delete", "data", "--force"), "Resource deleted\n");
  });

  it("must delete a resource with all that depends on it, and all there are", async () => {
    assert.equal(
      await done("state", "delete", "web-1", "--target-dependents", "--force"),
      "4 resources deleted\n",
    );
    assert.equal(await done("state", "delete", "--all"), "Resource deleted\n");
    assert.deepEqual(await names(), []);
  });

  it("must rename a resource in all that refers to it", async () => {
    assert.equal(await done("state", "rename", "web-1", "web-2"), "Resource renamed\n");
    const resources = await kept();
    assert.deepEqual(
      resources.slice(2).map(({ dependencies }) => dependencies),
      [1, 2, 3].map(() => [urnOf("Host", "web-2")]),
    );
    await done("state", "rename", "default", "other");
    assert.match(
      (await kept())[1]?.provider ?? "",
      /^urn:pulumi:dev::shop::pulumi:providers:moorage::other::p1$/,
    );
  });

  it("must not give a resource a name that another one of its type has", async () => {
    const { code, stderr } = await typed("state", "rename", "data", "app", "--yes");
    assert.equal(code, 0, stderr);
    const taken = await typed("state", "rename", urnOf("Network", "app"), "", "--yes");
    assert.match(taken.stderr, /is no name of a resource/);
  });

  it("must protect resources, and end that", async () => {
    assert.equal(await done("state", "protect", "web-1"), "1 resource protected\n");
    const isProtected = async () => (await kept()).map(({ protect = false }) => protect);
    assert.deepEqual(await isProtected(), [false, true, false, true, false]);
    assert.equal(await done("state", "unprotect", "--all"), "All resources unprotected\n");
    assert.deepEqual(await isProtected(), [false, false, false, false, false]);
  });

  it("must forget a host with what is on it, and never dial", async () => {
    const refused = await typed("forget", "web-1", "--yes");
    assert.equal(refused.code, 1);
    const unasked = await typed("forget", "web-1", "--target-dependents", "--force");
    assert.equal(unasked.code, 2);
    assert.match(
      unasked.stderr,
      /Say --yes to edit it:\n {2}forget Host web-1\n {2}forget Container app\n {2}forget Volume data\n {2}forget Network app\n$/,
    );
    assert.equal(
      await done("forget", "web-1", "--target-dependents", "--force"),
      "4 forgotten; nothing was changed on any host\n",
    );
    assert.deepEqual(await names(), ["pulumi:providers:moorage default"]);
  });

  it("must wait for nobody who holds the stack", async () => {
    const lock = await project.lock("dev");
    const { code, stderr } = await typed("state", "unprotect", "data", "--yes");
    await lock.release();
    assert.equal(code, 1);
    assert.match(stderr, /is locked by 1 lock/);
  });

  const wrong: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ["a resource that is not there", ["state", "delete", "nobody"], 1, /there is no resource nobody/],
    [
      "a name that two have",
      ["state", "delete", "app"],
      1,
      /app is 2 resources:\n.*Container::app.*\n.*Network::app/,
    ],
    ["no resource", ["state", "protect"], 2, /name the resources, or say --all/],
    ["all and one", ["state", "delete", "--all", "data"], 2, /name no resources beside it/],
    ["to ask nobody", ["state", "unprotect", "data"], 2, /Say --yes to edit it:\n {2}unprotect urn/],
    ["a provider to forget", ["forget", "default"], 1, /there is no resource default/],
  ];
  for (const [what, argv, code, message] of wrong) {
    it(`must refuse ${what}`, async () => {
      const ended = await typed(...argv, ...(code === 1 ? ["--yes"] : []));
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, message);
    });
  }
});
