import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { resourceState, type ResourceState } from "../../../engine/state";
import { rootStackType } from "../../../engine/urn";
import { Secret } from "../../../engine/values";
import { moorage, type Typed } from "../../cli/typed";
import { TestProject } from "../../cli/project";
import { OFFLINE } from "../../support/pulumi/offline";
import { capture } from "../../support/setup/command";
import { ensurePulumi } from "../../support/setup/pulumi";

const SECRET = "canary-secret";
const urnOf = (name: string): string => `urn:pulumi:dev::shop::test:index:Group::${name}`;

/** What is typed, and what of its answer has to be the same: all of it, as JSON, or how it ends. */
type Step = readonly [compared: "text" | "json" | "end", ...argv: string[]];

const steps: readonly Step[] = [
  ["json", "stack", "ls", "--json"],
  ["json", "stack", "output", "--json"],
  ["json", "stack", "output", "--json", "--show-secrets"],
  ["text", "stack", "output", "url"],
  ["text", "stack", "output", "ports"],
  // Quoted in another way, to the same words.
  ["end", "stack", "output", "--shell"],
  ["end", "stack", "output", "nothing"],
  ["text", "config", "set", "port", "80"],
  ["text", "config", "set", "--path", "names[0]", "a"],
  ["text", "config", "set", "--path", "names[1]", "5"],
  ["text", "config", "set", "--path", "outer.inner", "true"],
  ["text", "config", "set", "--plaintext", "other:token", "abc"],
  ["text", "config", "set", "--secret", "key", SECRET],
  ["text", "config", "set", "--secret", "--path", "outer.deep", SECRET],
  ["end", "config", "set", "--path", "names[7]", "b"],
  ["json", "config", "--json"],
  ["json", "config", "--json", "--show-secrets"],
  ["text", "config", "get", "port"],
  ["text", "config", "get", "key"],
  ["text", "config", "get", "names"],
  ["text", "config", "get", "--path", "names[1]"],
  ["json", "config", "get", "--json", "key"],
  ["end", "config", "get", "nothing"],
  ["text", "config", "rm", "--path", "names[0]"],
  ["text", "config", "rm", "port"],
  ["text", "config", "rm", "port"],
  ["json", "config", "--json"],
  ["text", "state", "protect", urnOf("leaf"), "--yes"],
  ["end", "state", "delete", urnOf("leaf"), "--yes"],
  ["text", "state", "unprotect", "--all", "--yes"],
  ["end", "state", "delete", urnOf("parent"), "--yes"],
  ["end", "state", "delete", urnOf("nobody"), "--yes"],
  ["text", "state", "rename", urnOf("parent"), "elder", "--yes"],
  ["end", "state", "rename", urnOf("leaf"), "other", "--yes"],
  ["text", "state", "delete", urnOf("other"), "--yes"],
  ["end", "stack", "init", "second"],
  ["end", "stack", "init", "second"],
  ["json", "stack", "ls", "--json"],
  ["text", "stack", "select", "dev"],
  ["end", "stack", "select", "nobody"],
  ["end", "stack", "rm", "dev", "--yes"],
  ["end", "stack", "rm", "second", "--yes"],
  ["text", "stack", "rename", "live", "--stack", "dev"],
  ["json", "stack", "ls", "--json"],
  ["end", "state", "delete", urnOf("elder").replace(":dev:", ":live:"), "--target-dependents", "--yes"],
  ["end", "cancel", "--yes"],
];

/** The same steps on two copies of one stack, typed with Pulumi's CLI and with ours. */
describe("what is typed with pulumi and with moorage", function () {
  this.timeout(300_000);
  let origin: TestProject;
  let folder: string;
  let pulumi: (argv: readonly string[]) => Promise<Typed>;

  before(async () => {
    const bin = await ensurePulumi();
    origin = await TestProject.create();
    await origin.stack("dev", records());
    folder = await mkdtemp(join(tmpdir(), "moorage-steps-"));
    for (const name of ["pulumi", "moorage"])
      await cp(origin.folder, join(folder, name), { recursive: true });
    pulumi = async (argv) => {
      const env = { ...envOf("pulumi"), PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
      const cwd = join(folder, "pulumi");
      return capture(["pulumi", ...argv, "--non-interactive"], { cwd, env: { ...env, ...OFFLINE } });
    };
    for (const command of [pulumi, ours]) assert.equal((await command(["stack", "select", "dev"])).code, 0);
  });
  after(async () => {
    await origin.remove();
    await rm(folder, { recursive: true });
  });

  const envOf = (name: string): Record<string, string> => ({
    ...origin.env,
    HOME: join(folder, name),
    PULUMI_HOME: join(folder, name, "home"),
    PULUMI_BACKEND_URL: `file://${folder}/${name}/state`,
  });
  const ours = (argv: readonly string[], name = "moorage"): Promise<Typed> =>
    moorage([...argv, "-C", join(folder, name)], envOf(name));

  /** What is kept of a stack, its secrets in plain, without what differs between two runs of one command. */
  async function kept(name: string): Promise<unknown> {
    const stack = (await ours(["stack", "--show-name"], name)).stdout.trim();
    const settings = parse(
      await readFile(join(folder, name, `Pulumi.${stack}.yaml`), "utf8").catch(() => "{}"),
    ) as object;
    const exported = await ours(["stack", "export", "--show-secrets"], name);
    assert.equal(exported.code, 0, exported.stderr);
    const { deployment } = JSON.parse(exported.stdout) as { deployment: { resources?: object[] } | null };
    return { stack, settings: Object.keys(settings), resources: deployment?.resources };
  }

  for (const [index, [compared, ...argv]] of steps.entries()) {
    it(`must come to the same: ${index + 1}. ${argv.join(" ")}`, async () => {
      const [theirs, mine] = [await pulumi(argv), await ours(argv)];
      assert.equal(mine.code, theirs.code, `${theirs.stdout}${theirs.stderr}\n${mine.stdout}${mine.stderr}`);
      // To the CLI, one resource is "1 resources".
      if (compared === "text")
        assert.equal(mine.stdout, theirs.stdout.replace(/^1 resources\b/, "1 resource"));
      if (compared === "json") assert.deepEqual(fixed(mine.stdout), fixed(theirs.stdout));
      assert.deepEqual(await kept("moorage"), await kept("pulumi"));
    });
  }

  it("must leave a stack that Pulumi's CLI goes on with", async () => {
    const env = {
      ...envOf("moorage"),
      PATH: `${await ensurePulumi()}${delimiter}${process.env["PATH"] ?? ""}`,
    };
    const cwd = join(folder, "moorage");
    const options = { cwd, env: { ...env, ...OFFLINE } };
    const { code, stdout, stderr } = await capture(["pulumi", "config", "get", "key"], options);
    assert.deepEqual([code, stdout], [0, `${SECRET}\n`], stderr);
  });
});

/** Two components, one in the other, one that depends on it, and the stack with outputs. */
function records(): ResourceState[] {
  const component = (name: string, more: Partial<ResourceState>): ResourceState =>
    resourceState({ urn: urnOf(name), type: "test:index:Group", custom: false, ...more });
  const root = resourceState({
    urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
    type: rootStackType,
    custom: false,
    outputs: { url: "http://192.0.2.1", ports: [80, 443], map: { a: "it's" }, password: new Secret(SECRET) },
  });
  const parent = component("parent", { parent: root.urn });
  return [
    root,
    parent,
    component("leaf", { parent: root.urn, dependencies: [parent.urn] }),
    component("other", { parent: root.urn, outputs: { word: new Secret(SECRET) } }),
  ];
}

/** JSON without when a stack was written, and that one was which has no resources: ours is not until the first update. */
function fixed(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    const isLeftOut = key === "lastUpdate" || (key === "resourceCount" && value === 0);
    return isLeftOut ? undefined : value;
  }) as unknown;
}
