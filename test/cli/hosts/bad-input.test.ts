import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moorage } from "../typed";
import { containerRecord, hostRecord, providerRecord, TestProject } from "../project";

const SECRET = "canary-password";

describe("a command of daily work that cannot be done", () => {
  let project: TestProject;
  let empty: string;
  before(async () => {
    empty = await mkdtemp(join(tmpdir(), "moorage-empty-"));
    project = await TestProject.create();
    const link = { hostId: "h1", address: "127.0.0.1", port: await closedPort(), credential: "web" };
    await project.stack("dev", [
      providerRecord({ web: { password: SECRET } }),
      hostRecord("web-1", link),
      containerRecord("app", link),
      containerRecord("database", link),
    ]);
    await project.stack("prod", []);
  });
  after(async () => {
    await project.remove();
    await rm(empty, { recursive: true });
  });

  const rows: readonly (readonly [
    what: string,
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
    code: number,
    message: RegExp,
  ])[] = [
    [
      "the project",
      ["ps", "-C", "EMPTY"],
      {},
      1,
      /^error: there is no Pulumi\.yaml in .* go to the project's folder/,
    ],
    [
      "the stack, of which there are several",
      ["ps"],
      {},
      6,
      /several stacks, and none is selected: .*\(dev, prod\)/,
    ],
    [
      "the stack, by a name of none",
      ["ps", "-s", "prd"],
      {},
      6,
      /no stack prd of shop .*Did you mean prod\?/,
    ],
    ["the stack, by a name that cannot be one", ["ps", "-s", "a/b/c/d"], {}, 2, /is no stack/],
    [
      "the host",
      ["ps", "-s", "dev", "--host", "web-2"],
      {},
      1,
      /no host web-2 in the stack\. Did you mean web-1\?/,
    ],
    ["the passphrase", ["ps", "-s", "dev"], { PULUMI_CONFIG_PASSPHRASE: "no" }, 3, /incorrect passphrase/],
    [
      "the backend",
      ["ps", "-s", "dev"],
      { PULUMI_BACKEND_URL: "https://api.pulumi.com" },
      1,
      /keeps stacks in a folder/,
    ],
    ["an option", ["ps", "--jsn"], {}, 2, /Did you mean --json\?/],
  ];
  for (const [what, argv, env, code, message] of rows) {
    it(`must say what is wrong with ${what}, and what to do`, async () => {
      const folder = ["-C", project.folder];
      const words = argv.includes("-C") ? argv : [...argv.slice(0, 1), ...folder, ...argv.slice(1)];
      const ended = await moorage(
        words.map((word) => (word === "EMPTY" ? empty : word)),
        { ...project.env, ...env },
      );
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, message);
      assert(!JSON.stringify(ended).includes(SECRET));
    });
  }

  it("must list the containers of a host that is down, and say why they are not known", async () => {
    const argv = ["ps", "-C", project.folder, "-s", "dev", "--json"];
    const { code, stdout, stderr } = await moorage(argv, project.env);
    assert.equal(code, 1);
    assert.match(stderr, /^error: web-1 \(.*\) refuses the connection/);
    const states = (JSON.parse(stdout) as { name: string; state: string }[]).map(({ name, state }) => [
      name,
      state,
    ]);
    assert.deepEqual(states, [
      ["app", "unknown"],
      ["database", "unknown"],
    ]);
  });

  it("must not quote credentials that are wrong", async () => {
    const file = join(empty, "credentials.json");
    await writeFile(file, `{"web": "${SECRET}"`);
    const env = { ...project.env, MOORAGE_CREDENTIALS_FILE: file };
    const { code, stderr } = await moorage(["ps", "-C", project.folder, "-s", "dev"], env);
    assert.equal(code, 1);
    assert.match(stderr, /MOORAGE_CREDENTIALS_FILE names, .* is not credentials by name/);
    assert(!stderr.includes(SECRET));
  });
});

/** A port at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
