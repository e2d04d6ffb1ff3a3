import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { readmeBlocks, type CodeBlock } from "../support/readme";
import { capture, run, type CommandResult } from "../support/setup/command";
import { ensurePulumi } from "../support/setup/pulumi";

const repository = join(__dirname, "../..");

/** Uses every noun, and fails to compile where a wrong type is let through. */
const typedProgram = `
import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const host = new moorage.Host("host", { connection: { address: "192.0.2.10" } });
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
// @ts-expect-error -- not the name of an image
new moorage.Container("wrong", { host, image: 3 });
`;

/** The packed package in a folder that knows nothing of this repository, used as the README says. */
describe("the published package", function () {
  let folder: string;
  let project: string;
  let tarball: string;
  let shipped: readonly string[];
  let blocks: readonly CodeBlock[];
  let installation: CommandResult;
  let images: Archives;
  let host: TestHost;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-package-"));
    project = join(folder, "my-host");
    [blocks, images, host] = await Promise.all([
      readmeBlocks("Your own machine"),
      archives(),
      startHost({ flavour: "docker", publish: [8080] }),
    ]);
    const argv = ["npm", "pack", "--ignore-scripts", "--json", "--pack-destination", folder];
    const [packed] = JSON.parse(await run(argv, { cwd: repository })) as [
      { filename: string; files: readonly { path: string }[] },
    ];
    tarball = join(folder, packed.filename);
    shipped = packed.files.map(({ path }) => path);
    await mkdir(join(folder, ".ssh"));
    await copyFile(host.key.privateKeyPath, join(folder, ".ssh/id_ed25519"));
    installation = await shell(folder, installCommands());
  });
  after(async () => {
    await host.remove();
    await images.discard();
    await rm(folder, { recursive: true, force: true });
  });

  /** The commands with the tarball in the package's place, as the README says it of a checkout. */
  function installCommands(): string {
    const commands = blockOf("sh", 0);
    assert.match(commands, /^npm install moorage /m);
    return commands.replace("npm install moorage ", `npm install ${tarball} `);
  }

  function blockOf(language: string, index: number): string {
    const found = blocks.filter((block) => block.language === language)[index];
    assert.ok(found !== undefined, `the README has no block ${index} of ${language}`);
    return found.text;
  }

  /** Runs commands as in a terminal that was just opened: no variable and no PATH of npm's or of this repository. */
  async function shell(cwd: string, script: string): Promise<CommandResult> {
    const path = [await ensurePulumi(), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
    const variables = {
      HOME: folder,
      PATH: path,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Who reads the README answers "yes" by hand.
      PULUMI_SKIP_CONFIRMATIONS: "true",
      npm_config_cache: await run(["npm", "config", "get", "cache"]),
      npm_config_prefer_offline: "true",
      npm_config_update_notifier: "false",
    };
    const environment = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    return capture(["env", "-i", ...environment, "sh", "-euc", script], { cwd });
  }

  it("must hold the build, the documents and nothing else", async () => {
    const build = (await readdir(join(repository, "dist"), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => relative(repository, join(entry.parentPath, entry.name)));
    const documents = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
    assert.deepEqual([...shipped].sort(), [...build, ...documents].sort());
    assert.deepEqual(build.filter((path) => !/^dist\/(sdk|providers)\/.*\.(js|d\.ts)$/.test(path)).sort(), [
      "dist/bin/pulumi-resource-moorage",
      "dist/providers/schema.json",
    ]);
    for (const path of build.filter((each) => each.endsWith(".js"))) {
      assert.doesNotMatch(await readFile(join(repository, path), "utf8"), /sourceMappingURL/, path);
    }
  });

  it("must install without a warning", () => {
    assert.equal(installation.code, 0, installation.stderr);
    // npm 11 asks of every package with an install script whether it may run; the README says that none has to.
    const [asked, warnings] = partition(lines(installation.stderr), (line) =>
      line.startsWith("npm warn install-scripts"),
    );
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      asked.filter((line) => /@\d/.test(line) && !/ (ssh2|protobufjs)@/.test(line)),
      [],
    );
  });

  it("must load without a warning, as CommonJS and as a module", async () => {
    const print = "console.log([Host, Image, Network, Volume, Container, Provider].every(Boolean))";
    const names = "{ Host, Image, Network, Volume, Container, Provider }";
    for (const argv of [
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

  it("must bring types for every way to resolve modules", async () => {
    await writeFile(join(project, "typed.ts"), typedProgram);
    for (const [module, resolution] of [
      ["commonjs", "node10"],
      ["node16", "node16"],
      ["esnext", "bundler"],
    ]) {
      const flags = `--noEmit --strict --target es2022 --module ${module} --moduleResolution ${resolution}`;
      const { code, stdout } = await shell(project, `node_modules/.bin/tsc ${flags} typed.ts`);
      assert.equal(code, 0, `${resolution}: ${stdout}`);
    }
    await rm(join(project, "typed.ts"));
  });

  it("must bring a host to serve by the README's own words, and to nothing by destroy", async () => {
    await writeFile(join(project, "Pulumi.yaml"), blockOf("yaml", 0));
    await writeFile(join(project, "index.ts"), blockOf("ts", 0));
    const image = "moorage-test/readme:1";
    const archive = await images.save("readme", webImage({ name: image }));
    await host.exec(["docker", "load"], { input: await readFile(archive) });

    const thisHost = [
      `pulumi config set address ${host.address}`,
      `pulumi config set port ${host.port}`,
      `pulumi config set image ${image}`,
    ];
    const commands = [blockOf("sh", 1), ...thisHost, blockOf("sh", 2)].join("\n");
    const up = await shell(project, commands);
    assert.equal(up.code, 0, up.stdout + up.stderr);
    assert.doesNotMatch(up.stdout + up.stderr, /warning/i);
    assert.equal(await get(host.published(8080)), "1");

    const passphrase = lines(blockOf("sh", 1)).find((line) => line.startsWith("export")) ?? "";
    const again = await shell(project, `${passphrase}\npulumi up --expect-no-changes`);
    assert.equal(again.code, 0, again.stdout + again.stderr);
    const destroy = await shell(project, `${passphrase}\npulumi destroy`);
    assert.equal(destroy.code, 0, destroy.stdout + destroy.stderr);
    assert.equal(await host.exec(["docker", "ps", "--all", "--quiet"]), "");
  });
});

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
