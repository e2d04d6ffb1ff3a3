import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { codeBlocks, type CodeBlock } from "../support/markdown";
import { newTerminal } from "../support/new-terminal";
import { npmRegistry, type NpmRegistry } from "../support/npm/registry";
import { pack } from "../support/npm/pack";
import { run, type CommandResult } from "../support/setup/command";
import { leftovers } from "./leftovers";

const repository = join(__dirname, "../..");

/** The machine of the README: one of the addresses that are kept for documentation, with a real host behind it. */
const ADDRESS = "203.0.113.10";

/** What the README's program pulls; no registry is needed for what the host has. */
const PULLED = "nginx:1.27";

/**
 * Types the README into one terminal, every block of commands in its order and as it is written. What the README's
 * reader has and this machine has not is put in its place around the commands: a machine at the address, its key in
 * ~/.ssh, Moorage in the npm registry, the image where it is pulled.
 */
describe("the README", function () {
  let home: string;
  let host: TestHost;
  let registry: NpmRegistry;
  let blocks: readonly CodeBlock[];
  let typed: CommandResult;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "moorage-readme-"));
    const upstream = await run(["npm", "config", "get", "registry"]);
    [host, registry] = await Promise.all([
      startHost({ flavour: "docker", ownAddress: ADDRESS }),
      pack(home).then((packed) => npmRegistry(packed, upstream)),
    ]);
    await Promise.all([giveImage(host), giveKey(host, home)]);
    const shell = await newTerminal(home, { npm_config_registry: registry.url });
    blocks = await commandBlocks();
    typed = await shell(home, script(blocks));
  });
  after(async () => {
    await registry.close();
    await host.remove();
    await rm(home, { recursive: true, force: true });
  });

  it("must be right in every command", () => {
    assert.equal(typed.code, 0, typed.stdout + typed.stderr);
    assert.doesNotMatch(typed.stdout + typed.stderr.replaceAll(/^npm (warn|notice) .*$/gm, ""), /warning/i);
  });

  it("must bring the machine to serve", () => {
    assert.match(outputOf("curl http"), /^It works$/m);
  });

  it("must leave nothing of its own on the machine but the engine", async () => {
    assert.deepEqual(await leftovers(host), []);
  });

  /** What the one block with these words printed. */
  function outputOf(words: string): string {
    const [index, ...more] = blocks.flatMap(({ text }, at) => (text.includes(words) ? [at] : []));
    assert.ok(index !== undefined && more.length === 0, `"${words}" must be in one block of the README`);
    const [, after = ""] = typed.stdout.split(`${marker(index)}\n`);
    return after.split(`${marker(index + 1)}\n`)[0] ?? "";
  }
});

/** Those of "Two commands" work on a checkout and have a test of their own. */
async function commandBlocks(): Promise<readonly CodeBlock[]> {
  const blocks = await codeBlocks(join(repository, "README.md"));
  return blocks.filter(({ language, text }) => language === "sh" && text !== "npm start\n");
}

function script(blocks: readonly CodeBlock[]): string {
  return blocks.map(({ text }, index) => `echo '${marker(index)}'\n${text}`).join("\n");
}

function marker(index: number): string {
  return `=== block ${index} of the README`;
}

async function giveImage(host: TestHost): Promise<void> {
  const images = await archives();
  try {
    const archive = await images.save("pulled", webImage({ name: PULLED, version: "It works" }));
    await host.exec(["docker", "load"], { input: await readFile(archive) });
  } finally {
    await images.discard();
  }
}

async function giveKey(host: TestHost, home: string): Promise<void> {
  await mkdir(join(home, ".ssh"), { mode: 0o700 });
  await copyFile(host.key.privateKeyPath, join(home, ".ssh/id_ed25519"));
}
