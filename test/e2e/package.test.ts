import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { newTerminal } from "../support/new-terminal";
import { pack, type PackedPackage } from "../support/npm/pack";
import type { CommandResult } from "../support/setup/command";

const repository = join(__dirname, "../..");

/** Uses every noun, and fails to compile where a wrong type is let through. */
const typedProgram = `
import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";
import { LocalWorkspace, type UpResult } from "moorage/automation";
import { deployStackFile } from "moorage/stack-file";

const box = new moorage.Sandbox("box");
const host = new moorage.Host("host", { connection: box.connection });
const image = new moorage.Image("image", { host, archive: "./app.tar" });
const network = new moorage.Network("network", { host });
const volume = new moorage.Volume("volume", { host });
const container = new moorage.Container("container", {
  host,
  image,
  networks: [{ network }],
  volumes: [{ volume, target: "/data" }],
});
export const id: pulumi.Output<string> = container.containerId;
export const app: moorage.ContainerApp | undefined = deployStackFile("dev.yaml").apps["app"];
const args = { stackName: "dev", projectName: "shop", program: async () => ({ id }) };
export const result: Promise<UpResult> = LocalWorkspace.createStack(args).then((stack) => stack.up());
// @ts-expect-error -- not the name of an image
new moorage.Container("wrong", { host, image: 3 });
`;

/** The packed package in a folder that knows nothing of this repository, as `moorage init` asks npm for it. */
describe("the published package", function () {
  let folder: string;
  let project: string;
  let packed: PackedPackage;
  let shell: (cwd: string, script: string) => Promise<CommandResult>;
  let installation: CommandResult;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-package-"));
    project = join(folder, "my-host");
    [packed, shell] = await Promise.all([pack(folder), newTerminal(folder)]);
    const init = `npx --yes --package=${packed.path} -- moorage init my-host --address 192.0.2.10`;
    installation = await shell(folder, `${init}\ncd my-host\nnpm install`);
  });
  after(async () => rm(folder, { recursive: true, force: true }));

  it("must hold the build, the documents and nothing else", async () => {
    const build = (await readdir(join(repository, "dist"), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => relative(repository, join(entry.parentPath, entry.name)));
    const documents = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
    assert.deepEqual([...packed.files].sort(), [...build, ...documents].sort());
    const compiled = /^dist\/(sdk|engine|providers|cli|launch)\/.*\.(js|d\.ts)$/;
    assert.deepEqual(build.filter((path) => !compiled.test(path)).sort(), [
      "dist/bin/moorage",
      "dist/bin/pulumi-resource-moorage",
      "dist/cli/plan/page/style.css",
      "dist/engine/program/child-guard.cjs",
      "dist/engine/program/esm-hooks.mjs",
      "dist/providers/sandbox/Dockerfile",
      "dist/providers/sandbox/init.sh",
      "dist/providers/schema.json",
      "dist/sdk/plan/schema.json",
      "dist/sdk/stack-file/schema.json",
    ]);
    for (const path of build.filter((each) => each.endsWith(".js"))) {
      assert.doesNotMatch(await readFile(join(repository, path), "utf8"), /^\/\/# sourceMappingURL=/m, path);
    }
  });

  it("must install without a warning, in the project that its own command wrote", async () => {
    assert.equal(installation.code, 0, installation.stdout + installation.stderr);
    // npm 11 asks of every package with an install script whether it may run; the README says that none has to.
    const [asked, warnings] = partition(lines(installation.stderr), (line) =>
      line.startsWith("npm warn install-scripts"),
    );
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      asked.filter((line) => /@\d/.test(line) && !/ (ssh2|protobufjs)@/.test(line)),
      [],
    );
    const { dependencies } = JSON.parse(await readFile(join(project, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    assert.equal(dependencies["moorage"], `file:${relative(project, packed.path)}`);
  });

  it("must load without a warning, as CommonJS and as a module", async () => {
    const print = "console.log([Host, Image, Network, Volume, Container, Provider].every(Boolean))";
    const names = "{ Host, Image, Network, Volume, Container, Provider }";
    const create = "LocalWorkspace.create({}).then(({ workDir }) => console.log(workDir !== undefined))";
    for (const argv of [
      `-e '  const { LocalWorkspace } = require("moorage/automation"); ${create}'`,
      `--input-type=module -e 'import { LocalWorkspace } from "moorage/automation"; ${create}'`,
      `-e '  const ${names} = require("moorage"); ${print}'`,
      `--input-type=module -e 'import ${names} from "moorage"; ${print}'`,
    ]) {
      assert.deepEqual(await shell(project, `node --throw-deprecation ${argv}`), {
        code: 0,
        stdout: "true\n",
        stderr: "",
      });
    }
  });

  it("must bring types for every way to resolve modules, and for the program that its command wrote", async () => {
    await writeFile(join(project, "typed.ts"), typedProgram);
    // The project's own settings are those for node16.
    const written = await shell(project, "node_modules/.bin/tsc");
    assert.equal(written.code, 0, written.stdout);
    for (const [module, resolution] of [
      ["commonjs", "node10"],
      ["esnext", "bundler"],
    ]) {
      const flags = `--noEmit --strict --target es2022 --module ${module} --moduleResolution ${resolution}`;
      const { code, stdout } = await shell(project, `node_modules/.bin/tsc ${flags} typed.ts`);
      assert.equal(code, 0, `${resolution}: ${stdout}`);
    }
  });
});

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
