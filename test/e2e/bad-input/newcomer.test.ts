import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { localSocket } from "../../../providers/resources/local-socket";
import { webImage } from "../../support/engine-images";
import { freePort } from "../../support/hosts/free-port";
import { ensureSandboxImage } from "../../support/hosts/sandbox-image";
import { sandboxName } from "../../support/hosts/sandbox-name";
import { type FaultProxy, startFaultProxy } from "../../support/registry/fault-proxy";
import { bridgeAddress, startRegistry, type TestRegistry } from "../../support/registry/registry";
import { trustAuthority } from "../../support/registry/trust";
import { capture } from "../../support/setup/command";
import { describeRows } from "./describe-rows";
import { machine } from "./programs";
import { marker, type BadInputRow, type Place } from "./row";

const pulled = `${machine}
const registry = new moorage.Registry("hub", {
  address: config.require("registry"),
  ca: config.require("ca"),
  credential: "hub",
});
new moorage.Image("web", { host, registry, name: "shop/web:1" });`;

describe("Between a newcomer and the first container", function () {
  this.timeout(600_000);
  const sandbox = sandboxName();
  let registry: TestRegistry;
  let expired: FaultProxy;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-newcomer-"));
    registry = await startRegistry({ auth: "htpasswd", tls: true });
    await registry.put("shop/web:1", await webImage());
    const certificate = await registry.authority?.issue(await bridgeAddress(), { expired: true });
    expired = await startFaultProxy({ ...registry, certificate });
  });
  after(async () => {
    await forgetSandbox();
    await expired?.close();
    await registry?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const socket = (): string => join(folder, "docker.sock");

  async function forgetSandbox(): Promise<void> {
    await capture(["docker", "rm", "--force", "--volumes", sandbox]);
    await rm(socket(), { force: true });
  }

  /** Configuration with the registry as it is, but for what a row has in its place. */
  const logins = (
    { host }: Place,
    { address = registry.address, password = registry.login.password } = {},
  ): Record<string, unknown> => ({
    registry: address,
    ca: registry.authority?.certificate,
    "moorage:credentials": {
      test: { privateKeyFile: host.key.privateKeyPath },
      hub: { username: registry.login.username, password },
    },
  });

  /** What every row with a registry has in common: the machine is made, and then nothing. */
  const refused = {
    program: pulled,
    arrange: ({ host }: Place) =>
      trustAuthority(host, registry.address, registry.authority?.certificate ?? ""),
    error: "RegistryError",
    onHost: [marker],
    inState: ["Host host"],
    mend: { config: (place: Place) => logins(place) },
    next: ["create Image web", "create Registry hub"],
  };

  const rows: readonly BadInputRow[] = [
    {
      input: "a stack file with a mistake",
      underPulumi: true,
      program: 'require("moorage/stack-file").deployStackFile("dev.yaml");',
      arrange: ({ stack, host }) =>
        writeFile(join(stack.folder, "dev.yaml"), stackFile(host.port, "conection")),
      failsAtPreview: true,
      error: "check",
      names: /dev\.yaml:3:5: hosts\.web\.conection/,
      says: [/is not a known key; did you mean "connection"\?/],
      onHost: [],
      inState: [],
      mend: {
        act: ({ stack, host }) =>
          writeFile(join(stack.folder, "dev.yaml"), stackFile(host.port, "connection")),
      },
      next: ["create Host web"],
    },
    {
      ...refused,
      input: "a registry that is down",
      config: async (place) => logins(place, { address: `${await bridgeAddress()}:${await freePort()}` }),
      names: /[Tt]he registry [\d.]+:\d+/,
      says: [/nothing listens/],
    },
    {
      ...refused,
      input: "a registry whose certificate has expired",
      config: (place) => logins(place, { address: expired.address }),
      names: /[Tt]he registry [\d.]+:\d+/,
      says: [/certificate.*has expired/],
    },
    {
      ...refused,
      input: "a wrong password for a registry",
      underPulumi: true,
      config: (place) => logins(place, { password: "wrong" }),
      names: /[Tt]he registry [\d.]+:\d+ refuses the login of deploy/,
      says: [/credentials\.hub/],
    },
    {
      input: "no engine here for a sandbox",
      program: `new moorage.Sandbox("box", { name: "${sandbox}", socketPath: config.require("socket") });`,
      config: () => ({ socket: socket() }),
      arrange: forgetSandbox,
      error: "LocalEngineError",
      names: /socketPath/,
      says: [/its socket does not exist/, /start Docker, or install it/],
      onHost: [],
      inState: [],
      mend: {
        act: async () => {
          await ensureSandboxImage("bookworm");
          await symlink(localSocket({ home: homedir(), dockerHost: process.env["DOCKER_HOST"] }), socket());
        },
      },
      next: ["create Sandbox box"],
    },
  ];

  describeRows("On a machine,", { flavour: "docker" }, rows);
});

function stackFile(port: number, connection: string): string {
  return `hosts:
  web:
    ${connection}:
      address: \${config:address}
      port: ${port}
      user: root
      credential: test
`;
}
