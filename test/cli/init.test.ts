import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { requestOfMoorage } from "../../cli/init/own-package";
import { projectFiles, type Project } from "../../cli/init/project";
import { moorage as typed, type Typed } from "./typed";

const FILES = [
  ".gitignore",
  "Pulumi.dev.yaml",
  "Pulumi.yaml",
  "app",
  "index.ts",
  "package.json",
  "tsconfig.json",
];

const project: Project = { name: "p", moorage: "^0.1.0", nodeMajor: 20, host: { address: "192.0.2.10" } };

describe("moorage init", () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "moorage-init-"))));
  afterEach(async () => rm(folder, { recursive: true, force: true }));

  it("must write a whole project and say what to type next", async () => {
    const { code, stdout, stderr } = await moorage(
      "init",
      join(folder, "My Host"),
      "--address",
      "192.0.2.10",
    );
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.deepEqual((await readdir(join(folder, "My Host"))).sort(), FILES);
    assert.match(stdout, /^ {2}cd '.*\/My Host'\n {2}npm install\n/m);
    assert.match(stdout, /^ {2}npx moorage up\n {2}curl http:\/\/192\.0\.2\.10:8080\/\n$/m);
    const { name } = parse(await readFile(join(folder, "My Host/Pulumi.yaml"), "utf8")) as { name: string };
    assert.equal(name, "my-host");
  });

  it("must write what was said of the host as configuration of the stack, and nothing else", async () => {
    await moorage(
      "init",
      join(folder, "a"),
      ...["--address", "2001:db8::1", "--user", "yes", "--port", "2222"],
    );
    await moorage("init", join(folder, "b"), "--address", "vm.example.com");
    assert.deepEqual(parse(await readFile(join(folder, "a/Pulumi.dev.yaml"), "utf8")), {
      config: { "a:address": "2001:db8::1", "a:port": "2222", "a:user": "yes" },
    });
    assert.deepEqual(parse(await readFile(join(folder, "b/Pulumi.dev.yaml"), "utf8")), {
      config: { "b:address": "vm.example.com" },
    });
  });

  it("must write a project for a sandbox, which needs no configuration", async () => {
    const { code, stdout } = await moorage("init", join(folder, "a"), "--sandbox");
    assert.equal(code, 0);
    assert.deepEqual(
      (await readdir(join(folder, "a"))).sort(),
      FILES.filter((file) => file !== "Pulumi.dev.yaml"),
    );
    assert.match(await readFile(join(folder, "a/index.ts"), "utf8"), /new moorage\.Sandbox\("box"/);
    assert.match(stdout, /^ {2}curl http:\/\/127\.0\.0\.1:8080\/$/m);
  });

  it("must overwrite nothing, name all that is there, and write nothing beside it", async () => {
    await writeFile(join(folder, "package.json"), "mine");
    await symlink("/nowhere", join(folder, "index.ts"));
    const { code, stdout, stderr } = await moorage("init", folder, "--address", "192.0.2.10");
    assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
    assert.match(stderr, /already has package\.json, index\.ts; nothing was written\./);
    assert.deepEqual((await readdir(folder)).sort(), ["index.ts", "package.json"]);
    assert.equal(await readFile(join(folder, "package.json"), "utf8"), "mine");
  });

  it("must say what the file system refuses", async () => {
    await writeFile(join(folder, "file"), "");
    const { code, stderr } = await moorage("init", join(folder, "file/project"), "--address", "192.0.2.10");
    assert.equal(code, 1);
    assert.match(stderr, /^error: cannot write the project: ENOTDIR.*file\/project.*\n$/);
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no host", ["init", "x"], /either --address or --sandbox must say which host it is for/],
    [
      "two hosts",
      ["init", "--address", "h", "--sandbox"],
      /'--sandbox' cannot be used with option '--address/,
    ],
    ["an option that does not exist", ["init", "--adress", "a"], /'--adress'\n\(Did you mean --address\?\)/],
    ["a command that does not exist", ["int"], /'int'\n\(Did you mean init\?\)\nTry: moorage --help/],
    ["a second folder", ["init", "a", "b", "--address", "h"], /too many arguments/],
    ["a login in the address", ["init", "--address", "root@h"], /The login belongs in --user\./],
    ["a port in the address", ["init", "--address", "h:22"], /The port belongs in --port\./],
    ["a URL", ["init", "--address", "ssh://h"], /without a scheme/],
    ["no address at all", ["init", "--address", "a b"], /Not a DNS name or an IP address\./],
    ["a port of words", ["init", "--address", "h", "--port", "ssh"], /A whole number from 1 to 65535\./],
    [
      "a port out of range",
      ["init", "--address", "h", "--port", "65536"],
      /A whole number from 1 to 65535\./,
    ],
  ];
  for (const [what, argv, message] of wrong) {
    it(`must refuse a command line with ${what}`, async () => {
      const { code, stdout, stderr } = await moorage(...argv);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
      assert.match(stderr, message);
      assert.match(stderr, /Try: moorage( init)? --help\n$/);
    });
  }

  it("must explain itself and its exit codes", async () => {
    for (const argv of [["--help"], ["init", "--help"]]) {
      const { code, stdout } = await moorage(...argv);
      assert.equal(code, 0);
      assert.match(stdout, /^Usage: moorage .*Exit codes: 0 done · 1 .* · 2 /s);
    }
  });

  it("must ask for the Pulumi SDK that fits the running Node", () => {
    const versionFor = (nodeMajor: number) => {
      const text = projectFiles({ ...project, nodeMajor })["package.json"] ?? "";
      return (JSON.parse(text) as { dependencies: Record<string, string> }).dependencies["@pulumi/pulumi"];
    };
    assert.equal(versionFor(20), ">=3.230.0 <3.249.0");
    assert.equal(versionFor(22), "^3.230.0");
    assert.equal(versionFor(24), "^3.230.0");
  });

  it("must ask npm for the packed file that it came from itself, or else for its version", async () => {
    const modules = join(folder, "cache/node_modules");
    await mkdir(modules, { recursive: true });
    const ask = () => requestOfMoorage(join(folder, "project"), join(modules, "moorage"));
    const { version } = JSON.parse(await readFile(join(__dirname, "../../package.json"), "utf8")) as {
      version: string;
    };
    assert.equal(await ask(), `^${version}`);
    const record = (resolved: string) =>
      writeFile(
        join(modules, ".package-lock.json"),
        JSON.stringify({ packages: { "node_modules/moorage": { resolved } } }),
      );
    await record("https://registry.npmjs.org/moorage/-/moorage-0.1.0.tgz");
    assert.equal(await ask(), `^${version}`);
    await record("file:../moorage-0.1.0.tgz");
    assert.equal(await ask(), "file:../moorage-0.1.0.tgz");
  });
});

function moorage(...argv: string[]): Promise<Typed> {
  return typed(argv);
}
