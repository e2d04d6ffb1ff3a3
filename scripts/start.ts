import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureSandboxImage } from "../test/support/hosts/sandbox-image";
import { get } from "../test/support/http";
import { ensureBusyboxImage } from "../test/support/images/busybox-image";
import { announce } from "../test/support/setup/announce";
import { ensureEngine } from "../test/support/setup/engine";
import { STACK, engineMark, folder, repository } from "./start/place";

/** `moorage up` on the root project's stack dev, whose host is a Sandbox, and a look whether it serves. */
async function main(): Promise<void> {
  if (!isBuilt()) {
    announce("compiling Moorage to dist/");
    execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
  }
  mkdirSync(join(folder, "state"), { recursive: true });
  if ((await ensureEngine()).isOurs) writeFileSync(engineMark, "");
  await ensureSandboxImage("bookworm");
  await ensureBusyboxImage();

  writeEnvironment();
  runMoorage(["stack", "select", "--create", STACK]);
  runMoorage(["up", "--yes", "--skip-preview"]);

  const pages = JSON.parse(readMoorage(["stack", "output", "pages", "--json"])) as { box: string };
  explain(pages.box, await get(Number(new URL(pages.box).port)));
}

function explain(url: string, page: string): void {
  const [, visit = ""] = /<p>(.*)<\/p>/.exec(page) ?? [];
  process.stdout.write(`
HTTP 200 from ${url}: ${visit}

What happened: a Sandbox, which is a Linux host that answers SSH and has no Docker of its own, got the engine over that
connection, then a network, a volume, and two services: a page, and one behind it that counts the visits. Their images
were built from stacks/web/ and stacks/visits/. The program is stacks/index.ts; it deploys what stacks/dev.yaml says.

What to type next:
  npm start                                   again: nothing changes
  edit stacks/web/www/cgi-bin/index.cgi, and
  npm start                                   the changed layer is built and sent, the page's container swapped;
                                              the count goes on where it was
  source .moorage/environment                 for what follows:
  npx moorage ps                              what runs there; logs, exec, ssh and port-forward are there too
  npx moorage destroy                         take it all down
  pulumi up                                   the same stack, if you have Pulumi's own command
  npm stop                                    remove the Sandbox and what else was started
`);
}

/** Whether dist/ is newer than every source. */
function isBuilt(): boolean {
  const plugin = join(repository, "dist/bin/pulumi-resource-moorage");
  if (!existsSync(plugin)) return false;
  const built = statSync(plugin).mtimeMs;
  return ["sdk", "engine", "providers", "cli"].every((source) =>
    readdirSync(join(repository, source), { recursive: true, encoding: "utf8" }).every(
      (path) => statSync(join(repository, source, path)).mtimeMs <= built,
    ),
  );
}

const environment = {
  PULUMI_HOME: join(folder, "pulumi"),
  PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
  // The state of a throwaway host holds nothing worth hiding.
  PULUMI_CONFIG_PASSPHRASE: "throwaway",
  // For Pulumi's own command, whose refresh and destroy would take the stored configuration otherwise.
  PULUMI_RUN_PROGRAM: "true",
};

/** Lets a shell go on where this script ends. */
function writeEnvironment(): void {
  const lines = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`);
  writeFileSync(join(folder, "environment"), `${lines.join("\n")}\n`);
}

const command = join(repository, "dist/bin/moorage");

function runMoorage(argv: readonly string[]): void {
  process.stdout.write(`\n$ moorage ${argv.join(" ")}\n`);
  const { status } = spawnSync(process.execPath, [command, ...argv], {
    cwd: repository,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(`"moorage ${argv.join(" ")}" failed; its own words are above.`);
}

function readMoorage(argv: readonly string[]): string {
  return execFileSync(process.execPath, [command, ...argv], {
    cwd: repository,
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
