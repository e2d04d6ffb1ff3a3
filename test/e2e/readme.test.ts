import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHost, type TestHost } from "../support/host";
import { codeBlocks, type CodeBlock } from "../support/markdown";
import { newTerminal } from "../support/new-terminal";
import { npmRegistry, type NpmRegistry } from "../support/npm/registry";
import { pack } from "../support/npm/pack";
import { givePublicImage, nginx } from "../support/public-images";
import { run, type CommandResult } from "../support/setup/command";
import { leftovers } from "./leftovers";

const repository = join(__dirname, "../..");

/** The machine of the README: one of the addresses that are kept for documentation, with a real host behind it. */
const ADDRESS = "203.0.113.10";

/** What the README's app is built from; no registry is needed for what the host has. */
const BASE = "nginx:1.27-alpine";

/**
 * Types the README into one terminal, every block of commands in its order and as it is written. What the README's
 * reader has and this machine has not is put in its place around the commands: a machine at the address, its key in
 * ~/.ssh, Moorage in the npm registry, the base image where it is pulled.
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
    await Promise.all([givePublicImage(host, await nginx(BASE)), giveKey(host, home)]);
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

  it("must bring the machine to serve, and then to serve the changed line of the app's source", () => {
    const pages = blocks.flatMap(({ text }, index) => (text.includes("curl http") ? [printed(index)] : []));
    const headlines = pages.map((page) => /^<h1>(.*)<\/h1>$/m.exec(page)?.[1]);
    assert.deepEqual(headlines, ["Hello from Moorage", "Ahoy"]);
  });

  it("must leave nothing of its own on the machine but the engine", async () => {
    assert.deepEqual(await leftovers(host), [`image ${BASE}`]);
  });

  function printed(block: number): string {
    const [, after = ""] = typed.stdout.split(`${marker(block)}\n`);
    return after.split(`${marker(block + 1)}\n`)[0] ?? "";
  }
});

/** Those of "Two commands" are typed in a checkout, by a test of their own. */
async function commandBlocks(): Promise<readonly CodeBlock[]> {
  const blocks = await codeBlocks(join(repository, "README.md"));
  return blocks.filter(({ language, section }) => language === "sh" && section !== "Two commands");
}

function script(blocks: readonly CodeBlock[]): string {
  return blocks.map(({ text }, index) => `echo '${marker(index)}'\n${text}`).join("\n");
}

function marker(index: number): string {
  return `=== block ${index} of the README`;
}

async function giveKey(host: TestHost, home: string): Promise<void> {
  await mkdir(join(home, ".ssh"), { mode: 0o700 });
  await copyFile(host.key.privateKeyPath, join(home, ".ssh/id_ed25519"));
}
