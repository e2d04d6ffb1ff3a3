import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { webImage, writeArchive } from "../test/support/engine-images";
import { keptHost, type TestHost } from "../test/support/host";
import { get } from "../test/support/http";
import { announce } from "../test/support/setup/announce";
import { ensureEngine } from "../test/support/setup/engine";
import { ensurePulumi } from "../test/support/setup/pulumi";
import { HOST_NAME, example, folder, repository } from "./start/place";

/** A bare throwaway host, `pulumi up` on an example, and a look whether it serves. */
async function main(): Promise<void> {
  if (!isBuilt()) {
    announce("compiling Moorage to dist/");
    execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
  }
  await ensureEngine();
  const pulumiFolder = await ensurePulumi();
  announce(
    `a throwaway Linux host, the container ${HOST_NAME} of the local engine; it has no Docker of its own`,
  );
  const host = await keptHost(HOST_NAME, { flavour: "systemd", publish: [8080] });

  mkdirSync(join(folder, "state"), { recursive: true });
  const archive = join(folder, "hello.tar");
  await writeArchive(await webImage({ version: "Hello from Moorage" }), "docker", archive);
  const environment = pulumiEnvironment(pulumiFolder);
  const pulumi = (...argv: string[]) => runPulumi(argv, environment);

  pulumi("stack", "select", "--create", "dev");
  pulumi("config", "set", "address", host.address);
  pulumi("config", "set", "port", String(host.port));
  pulumi("config", "set", "archive", archive);
  pulumi("config", "set", "--path", "moorage:credentials.web-1.privateKeyFile", host.key.privateKeyPath);
  pulumi("up", "--yes", "--skip-preview");

  const url = `http://127.0.0.1:${host.published(8080)}/`;
  const body = await get(host.published(8080));
  writeEnvironment(environment);
  explain(host, url, body);
}

function explain(host: TestHost, url: string, body: string): void {
  process.stdout.write(`
HTTP 200 from ${url}: ${body}

What happened: a Linux host that answered SSH at ${host.address}:${host.port} and had no Docker got the engine, an image
over the same connection, a network, a volume and a container. The program is examples/web-server/index.ts.

What to type next:
  npm start                                      again: nothing changes
  source .moorage/environment; cd examples/web-server
  pulumi config set greeting Ahoy && pulumi up   change something: the container is swapped
  pulumi destroy                                 take it all down; the host and its engine stay
  npm stop                                       remove the host and what else was started
`);
}

/** Whether dist/ is newer than every source. */
function isBuilt(): boolean {
  const plugin = join(repository, "dist/bin/pulumi-resource-moorage");
  if (!existsSync(plugin)) return false;
  const built = statSync(plugin).mtimeMs;
  return ["sdk", "providers", "cli"].every((source) =>
    readdirSync(join(repository, source), { recursive: true, encoding: "utf8" }).every(
      (path) => statSync(join(repository, source, path)).mtimeMs <= built,
    ),
  );
}

function pulumiEnvironment(pulumiFolder: string): Readonly<Record<string, string>> {
  return {
    PATH: [pulumiFolder, process.env["PATH"] ?? ""].join(delimiter),
    PULUMI_HOME: join(folder, "pulumi"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    // The state of a throwaway host holds nothing worth hiding.
    PULUMI_CONFIG_PASSPHRASE: "throwaway",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_RUN_PROGRAM: "true",
  };
}

/** Lets a shell go on where this script ends. */
function writeEnvironment(environment: Readonly<Record<string, string>>): void {
  const { PATH: path = "", ...rest } = environment;
  const [pulumiFolder = ""] = path.split(delimiter);
  const lines = [
    `export PATH='${pulumiFolder}':"$PATH"`,
    ...Object.entries(rest).map(([name, value]) => `export ${name}='${value}'`),
  ];
  writeFileSync(join(folder, "environment"), `${lines.join("\n")}\n`);
}

function runPulumi(argv: readonly string[], environment: Readonly<Record<string, string>>): void {
  process.stdout.write(`\n$ pulumi ${argv.join(" ")}\n`);
  const { status } = spawnSync("pulumi", ["--non-interactive", ...argv], {
    cwd: example,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(`"pulumi ${argv.join(" ")}" failed; its own words are above.`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
