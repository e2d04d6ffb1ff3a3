import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archives, type Archives } from "../support/archive";
import { Canary, canariesIn } from "../support/canary";
import { canaryKey } from "../support/canary-key";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { sampleHere, sampleHost, type ProcessSamples } from "../support/process-samples";
import { Run } from "../support/pulumi/run";
import { createStack, type TestStack } from "../support/pulumi/stack";

/**
 * Four ways to log in to one machine, and a container with secrets wherever one may be. They come out of a file: what
 * is secret in the stack's configuration the CLI itself takes out of all that it prints.
 */
const program = `
const secrets = JSON.parse(require("node:fs").readFileSync(config.require("secrets"), "utf8"));
const login = (user, rest) => ({
  connection: { address: config.require("address"), port: config.requireNumber("port"), user, ...rest },
});
const host = new moorage.Host("host", login("admin", { credential: "admin" }));
const others = {
  inline: login("root", { privateKey: pulumi.secret(secrets.inlineKey) }),
  encrypted: login("deploy", { credential: "encrypted" }),
  file: login("root", { credential: "file" }),
};
for (const [name, args] of Object.entries(others)) {
  const other = new moorage.Host(name, args, { dependsOn: [host] });
  new moorage.Volume(name, { host: other });
}
const token = pulumi.secret(secrets.token);
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/secrets" });
new moorage.Container("web", {
  host,
  image,
  env: { TOKEN: token, URL: pulumi.interpolate\`https://user:\${token}@192.0.2.1/\`, ROUND: config.require("round") },
  labels: { note: pulumi.secret(secrets.label) },
  logDriver: "json-file",
  logOptions: { tag: pulumi.secret(secrets.logOption) },
  ...JSON.parse(config.require("more")),
});
exports.token = token;`;

/** Says its secret in its log and to its health check, and never becomes healthy. */
const talkative = {
  command: ["sh", "-c", 'echo "the token is $TOKEN, by $URL"; exec /serve'],
  healthcheck: {
    test: ["CMD-SHELL", 'echo "unhealthy with $TOKEN"; exit 1'],
    intervalSeconds: 1,
    retries: 1,
  },
};

/** Where containerd knows the containers of the engine; it does not wipe what it has removed. */
const CONTAINERD_OWN = "/var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db";
/** Where the engine keeps what containers are and say; their environment has to be there. */
const ENGINE_OWN = ["/var/lib/docker/containers", "/run/docker", "/run/containerd", CONTAINERD_OWN];
const PATTERNS = "/run/canaries";

describe("Secrets under the real CLI", function () {
  const token = Canary.random("token");
  const label = Canary.random("label");
  const logOption = Canary.random("log option");
  const password = Canary.random("password");
  const sudoPassword = Canary.random("sudo password");
  const passphrase = Canary.random("passphrase");
  const inlineKey = canaryKey("inline key");
  const encryptedKey = canaryKey("encrypted key", passphrase);
  const keyFile = canaryKey("key file");
  const canaries = [
    ...[token, label, logOption, password, sudoPassword, passphrase],
    ...[inlineKey.canary, encryptedKey.canary, keyFile.canary],
  ];

  // Not looked for on the host: the engine writes what it refuses into its own log.
  const refused = Canary.random("refused log option");

  const runs: Run[] = [];
  let host: TestHost;
  let images: Archives;
  let folder: string;
  let stack: TestStack;
  let here: ProcessSamples;
  let there: ProcessSamples;

  before(async () => {
    [host, images] = await Promise.all([startHost({ flavour: "docker" }), archives()]);
    folder = await mkdtemp(join(tmpdir(), "moorage-secrets-"));
    await prepareHost();
    await mkdir(join(folder, "tmp"));
    await writeFile(join(folder, "key"), keyFile.canary.text, { mode: 0o600 });
    const secrets = { token, label, logOption, refused, inlineKey: inlineKey.canary };
    const texts = Object.entries(secrets).map(([name, { text }]) => [name, text]);
    await writeFile(join(folder, "secrets.json"), JSON.stringify(Object.fromEntries(texts)));
    [here, there] = [sampleHere(), sampleHost(host)];
    const archive = await images.save("web", webImage({ name: "moorage-test/secrets:1" }));
    stack = await createStack({
      program,
      config: {
        ...{ address: host.address, port: String(host.port), archive, round: "first", more: "{}" },
        secrets: join(folder, "secrets.json"),
        "moorage:credentials": { file: { privateKeyFile: join(folder, "key") } },
      },
      secrets: {
        "moorage:credentials.admin.password": password.text,
        "moorage:credentials.admin.sudoPassword": sudoPassword.text,
        "moorage:credentials.encrypted.privateKey": encryptedKey.canary.text,
        "moorage:credentials.encrypted.passphrase": passphrase.text,
      },
      environment: { TMPDIR: join(folder, "tmp") },
    });
  });
  after(async () => {
    await Promise.all([here.stop(), there.stop()]);
    await stack.discard();
    await rm(folder, { recursive: true, force: true });
    await images.discard();
    await host.remove();
  });

  /** `admin` gives its own password to log in and root's to sudo. */
  async function prepareHost(): Promise<void> {
    for (const [home, { publicKey }] of [
      ["/root", inlineKey],
      ["/root", keyFile],
      ["/home/deploy", encryptedKey],
    ] as const) {
      await host.exec(["sh", "-c", `cat >>${home}/.ssh/authorized_keys`], { input: `${publicKey}\n` });
    }
    await host.exec(["chpasswd"], { input: `admin:${password.text}\nroot:${sudoPassword.text}\n` });
    await host.exec(["sh", "-c", "cat >/etc/sudoers.d/canary"], { input: "Defaults:admin rootpw\n" });
  }

  async function pulumi(...argv: string[]): Promise<Run> {
    const ended = await stack.pulumi(argv);
    runs.push(ended);
    return ended;
  }

  async function up(...flags: string[]): Promise<Run> {
    return pulumi("up", "--yes", "--skip-preview", ...flags);
  }

  it("must do their work", async () => {
    (await pulumi("preview", "--diff")).succeeded();
    (await up("--diff")).succeeded();
    (await up("--expect-no-changes")).succeeded();
    await stack.configure({ round: "second" });
    (await pulumi("preview", "--json")).succeeded();
    const debugged = (await stack.up("--debug")).succeeded();
    runs.push(new Run(debugged.command, debugged.code, withoutSdkTraces(debugged.stdout), debugged.stderr));
    (await pulumi("refresh", "--yes", "--diff")).succeeded();
    (await pulumi("stack", "output")).succeeded();
    (await pulumi("stack", "export")).succeeded();
    const env = await host.exec(["docker", "inspect", "--format", "{{json .Config.Env}}", "test-dev-web"]);
    assert.ok((JSON.parse(env) as string[]).includes(`TOKEN=${token.text}`));
  });

  it("must be stored as ciphertext", async () => {
    for (const [noun, name, ...path] of [
      ["Container", "web", "inputs", "env", "TOKEN"],
      ["Container", "web", "inputs", "env", "URL"],
      ["Container", "web", "inputs", "labels", "note"],
      ["Container", "web", "inputs", "logOptions", "tag"],
      ["Host", "inline", "inputs", "connection", "privateKey"],
      ["Host", "inline", "outputs", "link", "privateKey"],
      ["Volume", "inline", "inputs", "host", "privateKey"],
    ] as const) {
      const stored: unknown = await stack.resource(noun, name);
      assert.ok(isCiphertext(stored, path), `${noun} ${name}: ${path.join(".")}`);
    }
    const provider = (await stack.resources()).find(({ type }) => type === "pulumi:providers:moorage");
    assert.ok(isCiphertext(provider, ["inputs", "credentials"]));
  });

  it("must not be on the host but where the engine keeps the container", async () => {
    const everywhere = await filesWithCanaries([]);
    assert.ok(
      everywhere.some((path) => path.endsWith("/config.v2.json")),
      "the search finds nothing",
    );
    assert.deepEqual(await filesWithCanaries(ENGINE_OWN), []);
    assert.deepEqual(canariesIn(await inspectAll(), canaries), []);
  });

  it("must not be in the words of a failure", async () => {
    await stack.configure({ more: JSON.stringify({ ...talkative, healthTimeoutSeconds: 20 }) });
    const failed = await up("--diff");
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /the token is \[secret\], by \[secret\]/);
    assert.match(failed.output, /unhealthy with \[secret\]/);
    assert.deepEqual(await filesWithCanaries(ENGINE_OWN), []);
  });

  it("must not be in the words of a refusal by the engine", async () => {
    await stack.configure({ more: "{}" });
    const option = `logOptions: { "max-size": pulumi.secret(secrets.refused),`;
    await stack.write(program.replace("logOptions: {", option));
    const failed = await up("--diff");
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /invalid size.*\[secret\]/);
  });

  it("must leave nothing of themselves", async () => {
    (await pulumi("destroy", "--yes", "--skip-preview")).succeeded();
    assert.deepEqual(await filesWithCanaries([CONTAINERD_OWN]), []);
    const journal = await host.exec(["journalctl", "--no-pager", "--all", "--output=export"]);
    assert.match(journal, /dockerd/);
    assert.deepEqual(canariesIn(journal, canaries), []);
  });

  it("must not have been in any process list", async () => {
    const [local, remote] = [await here.stop(), await there.stop()];
    // Proves that they were sampled at work.
    assert.match(local, /pulumi-resource-moorage/);
    assert.match(remote, /sudo/);
    assert.deepEqual(canariesIn(local, canaries), []);
    assert.deepEqual(canariesIn(remote, canaries), []);
  });

  it("must not be in what was printed, stored or left in a temporary file", async () => {
    const all = [...canaries, refused];
    for (const { command, output } of runs) assert.deepEqual(canariesIn(output, all), [], command);
    const files = [...(await textsBelow(stack.folder)), ...(await textsBelow(join(folder, "tmp")))];
    for (const expected of [/Pulumi\.dev\.yaml$/, /\.pulumi\/stacks\/.*json$/, /\.pulumi\/history\//]) {
      assert.ok(
        files.some(({ path }) => expected.test(path)),
        `${expected.source} was not searched`,
      );
    }
    const found = files.filter(({ text }) => canariesIn(text, all).length > 0);
    assert.deepEqual(
      found.map(({ path }) => path),
      [],
    );
  });

  /** Files of the host that hold a canary, without those in some folders. */
  async function filesWithCanaries(without: readonly string[]): Promise<string[]> {
    const patterns = canaries.flatMap(({ traces }) => traces).join("\n");
    await host.exec(["sh", "-c", `umask 077; cat >${PATTERNS}`], { input: `${patterns}\n` });
    const pruned = ["/proc", "/sys", "/dev", PATTERNS, ...without]
      .map((path) => `-path ${path}`)
      .join(" -o ");
    const find = `find / \\( ${pruned} \\) -prune -o -type f -print0`;
    // Of grep's exit codes xargs makes 123, also when there was nothing to find.
    const search = `${find} | xargs -0 grep -lasF -f ${PATTERNS} || [ $? = 123 ]; rm ${PATTERNS}`;
    return (await host.exec(["sh", "-c", search])).split("\n").filter((line) => line !== "");
  }

  /** All that the engine tells of what it has, but what the container was given as a secret. */
  async function inspectAll(): Promise<string> {
    const told = await host.exec(["docker", "inspect", "test-dev-web"]);
    const [container] = JSON.parse(told) as [
      { Config: { Env?: unknown; Labels: Record<string, string> }; HostConfig: { LogConfig?: unknown } },
    ];
    delete container.Config.Env;
    delete container.Config.Labels["note"];
    delete container.HostConfig.LogConfig;
    const others = await host.exec([
      "sh",
      "-c",
      "docker image inspect $(docker images -q); docker volume inspect $(docker volume ls -q); docker system df -v; docker info; for i in $(docker images -q); do docker history --no-trunc $i; done",
    ]);
    return JSON.stringify(container) + others;
  }
});

function isCiphertext(value: unknown, path: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("ciphertext" in value) return true;
  const [key, ...rest] = path;
  return key !== undefined && isCiphertext((value as Record<string, unknown>)[key], rest);
}

/** What the CLI prints with `--debug`, without the engine's answers, which Pulumi's SDK writes out whole. */
function withoutSdkTraces(events: string): string {
  const lines = events.split("\n");
  const kept = lines.filter((line) => !line.includes("RegisterResource RPC finished"));
  assert.ok(kept.length < lines.length, "the SDK traces nothing any more");
  return kept.join("\n");
}

/** The files below a folder; links are not followed. */
async function textsBelow(folder: string): Promise<{ path: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => ({ path, text: await readFile(path, "latin1") })));
}
