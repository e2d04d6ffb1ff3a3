import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { OWNER_LABEL, TEST_LABEL } from "../hosts/engine-cli";
import { freePort } from "../hosts/free-port";
import { capture, run } from "../setup/command";
import { ensureEngine } from "../setup/engine";
import { waitFor } from "../setup/wait-for";
import type { TestImage } from "../images/image";
import { ensureRegistryBinary, registryBaseImage } from "./binary";
import { createAuthority, type Authority, type KeyPair } from "./certificates";
import { digestOf, putImage } from "./put-image";
import { startTokenServer, type TokenServer } from "./token-server";

export interface RegistryOptions {
  /** How the registry wants a login: not at all, by Basic authentication, or by a token. @default "none" */
  readonly auth?: "none" | "htpasswd" | "token";
  /** A login other than a random one. */
  readonly login?: Login;
  /** Whether it speaks TLS, with a certificate of an authority of the tests' own. @default false */
  readonly tls?: boolean;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Debian's docker-registry at an address that this machine and throwaway hosts reach alike. */
export interface TestRegistry {
  /** `172.17.0.1:PORT` */
  readonly address: string;
  readonly login: Login;
  /** What vouches for its certificate, where it speaks TLS. */
  readonly authority: Authority | undefined;
  /** Its own certificate, for a server in its place at the same address. */
  readonly certificate: KeyPair | undefined;
  /** Takes in an image as `repository:tag`, without an engine, and answers its digest. */
  put(name: string, image: TestImage): Promise<string>;
  /** The digest of what it has as `repository:tag` or `repository@digest`; rejects where it has nothing. */
  digestOf(name: string): Promise<string>;
  /** What a request for a repository is authorised by. */
  authorization(repository: string): string | undefined;
  /** Everything that it logged, its requests too. */
  log(): Promise<string>;
  remove(): Promise<void>;
}

const HTPASSWD = `perl -e 'print "$ENV{LOGIN_USERNAME}:", crypt($ENV{LOGIN_PASSWORD}, q($2y$05$abcdefghijklmnopqrstuu)), "\\n"'`;

/** The address of this machine that containers of the local engine reach. */
export async function bridgeAddress(): Promise<string> {
  await ensureEngine();
  // Node lists the interface only while a container is on it.
  const format = "{{range .IPAM.Config}}{{.Gateway}}{{end}}";
  const address = await run(["docker", "network", "inspect", "bridge", "--format", format]);
  if (address === "") throw new Error("The local engine's network bridge has no address on this machine.");
  return address;
}

export async function startRegistry(options: RegistryOptions = {}): Promise<TestRegistry> {
  const { auth = "none", tls = false } = options;
  const login = options.login ?? { username: "deploy", password: randomBytes(9).toString("base64url") };
  const [binary, image, host] = [
    await ensureRegistryBinary(),
    await registryBaseImage(),
    await bridgeAddress(),
  ];
  const authority = tls ? await createAuthority() : undefined;
  const certificate = await authority?.issue(host);
  const tokens = auth === "token" ? await startTokenServer(host, login) : undefined;
  const folder = await mkdtemp(join(tmpdir(), "moorage-registry-"));
  await writeSettings(folder, { auth, certificate, tokens });

  const name = `moorage-test-registry-${randomBytes(5).toString("hex")}`;
  const address = `${host}:${await freePort()}`;
  await run(
    [
      ...["docker", "run", "--detach", "--name", name, "--publish", `${address}:5000`],
      ...["--label", TEST_LABEL, "--label", `${OWNER_LABEL}=${process.pid}`],
      ...["--volume", `${binary}:/usr/bin/docker-registry:ro`, "--volume", `${folder}:/etc/registry:ro`],
      ...["--env", "LOGIN_USERNAME", "--env", "LOGIN_PASSWORD", image],
      ...["sh", "-euc", `${HTPASSWD} >/users; exec docker-registry serve /etc/registry/config.yml`],
    ],
    { env: { LOGIN_USERNAME: login.username, LOGIN_PASSWORD: login.password } },
  );
  const [hostname = "", port] = address.split(":");
  await waitFor(`the registry at ${address}`, () => answers(hostname, Number(port)));

  const authorization = (repository: string): string | undefined => {
    if (auth === "none") return undefined;
    if (tokens !== undefined) return `Bearer ${tokens.token(repository, ["pull", "push"])}`;
    return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
  };
  const destination = { address, ca: authority?.certificate, authorization };
  return {
    address,
    login,
    authority,
    certificate,
    authorization,
    put: (reference, content) => putImage(destination, reference, content),
    digestOf: (name) => digestOf(destination, name),
    log: async () => {
      const { stdout, stderr } = await capture(["docker", "logs", name]);
      return stdout + stderr;
    },
    remove: async () => {
      await run(["docker", "rm", "--force", "--volumes", name]);
      await tokens?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Settings {
  readonly auth: NonNullable<RegistryOptions["auth"]>;
  readonly certificate: KeyPair | undefined;
  readonly tokens: TokenServer | undefined;
}

async function writeSettings(folder: string, { auth, certificate, tokens }: Settings): Promise<void> {
  const config = {
    version: "0.1",
    storage: { filesystem: { rootdirectory: "/var/lib/registry" }, delete: { enabled: true } },
    http: {
      addr: ":5000",
      ...(certificate === undefined
        ? {}
        : { tls: { certificate: "/etc/registry/tls.crt", key: "/etc/registry/tls.key" } }),
    },
    ...(auth === "htpasswd" ? { auth: { htpasswd: { realm: "test", path: "/users" } } } : {}),
    ...(tokens === undefined
      ? {}
      : { auth: { token: { ...tokens.settings, rootcertbundle: "/etc/registry/token.crt" } } }),
  };
  await chmod(folder, 0o755);
  await writeFile(join(folder, "config.yml"), stringify(config));
  if (certificate !== undefined) {
    await writeFile(join(folder, "tls.crt"), certificate.certificate);
    await writeFile(join(folder, "tls.key"), certificate.key);
  }
  if (tokens !== undefined) await writeFile(join(folder, "token.crt"), tokens.certificate);
}

async function answers(hostname: string, port: number): Promise<true | undefined> {
  const { code } = await capture(["bash", "-c", `: </dev/tcp/${hostname}/${port}`]);
  return code === 0 ? true : undefined;
}
