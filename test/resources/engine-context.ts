import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, type Engine } from "../../providers/docker/engine";
import type { Bag, Value } from "../../providers/resources/bag";
import type { Foreseen } from "../../providers/resources/foreseen";
import type { Context, Hosts, HostSession, Urn } from "../../providers/resources/lifecycle";
import { type TestImage, writeArchive } from "../support/engine-images";
import { startHost } from "../support/host";
import type { Suite } from "../support/hosts/base-image";
import { openEngineSocket } from "../support/hosts/engine-socket";
import { ensureEngine } from "../support/setup/engine";

/** The local engine as a host, with names of its own that are cleared away in the end. */
export interface LocalHost {
  readonly engine: Engine;
  /** Begins every name on the host. */
  readonly prefix: string;
  readonly link: Value;
  /** Loads an image under a name that begins with the prefix, and answers that name. */
  load(image: TestImage): Promise<string>;
  /** What a lifecycle is given; `engine` may be another than the real one. */
  context(type: string, name: string, options?: ContextOptions): TestContext;
  /** Names of all containers that begin with the prefix, sorted. */
  containers(): Promise<string[]>;
  /** Removes all that begins with the prefix. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface ContextOptions {
  readonly engine?: Engine;
  readonly signal?: AbortSignal;
  readonly stack?: string;
}

export interface TestContext extends Context {
  readonly progressed: string[];
  readonly logged: string[];
  readonly foreseen: Foreseen[];
}

/** The engine of this machine, or that of a throwaway machine of the Debian that MOORAGE_TEST_ENGINE names. */
export async function localHost(prefix: string): Promise<LocalHost> {
  const suite = process.env["MOORAGE_TEST_ENGINE"];
  if (suite !== undefined) return machineHost(suite as Suite, prefix);
  await ensureEngine();
  return onEngine(createEngine({ socketPath: "/var/run/docker.sock" }, "here"), prefix);
}

/** A throwaway machine's engine, which is also what the commands of Docker that the test types reach. */
async function machineHost(suite: Suite, prefix: string): Promise<LocalHost> {
  const machine = await startHost({ suite, flavour: "docker" });
  const socket = await openEngineSocket(machine);
  const host = onEngine(createEngine({ socketPath: socket.path }, "here"), prefix);
  process.env["DOCKER_HOST"] = `unix://${socket.path}`;
  return {
    ...host,
    async close() {
      await host.close();
      delete process.env["DOCKER_HOST"];
      await socket.close();
      await machine.remove();
    },
  };
}

/** An engine as a host. */
export function onEngine(engine: Engine, prefix: string): LocalHost {
  const images: string[] = [];
  const link = { hostId: "local-test", local: true };
  const clear = async () => {
    await clearContainers(engine, prefix);
    for (const { Name } of (await engine.networks.list()).filter((each) => each.Name.startsWith(prefix))) {
      await engine.networks.remove(Name);
    }
    for (const { Name } of await engine.volumes.list()) {
      if (Name.startsWith(prefix)) await engine.volumes.remove(Name);
    }
  };
  return {
    engine,
    prefix,
    link,
    async load(image) {
      const name = `${prefix}-${image.name.replaceAll(/[/:]/g, "-")}:test`;
      const folder = await mkdtemp(join(tmpdir(), "moorage-image-"));
      await writeArchive({ ...image, name }, "docker", join(folder, "image.tar"));
      await engine.images.load(createReadStream(join(folder, "image.tar")));
      await rm(folder, { recursive: true });
      images.push(name);
      return name;
    },
    async containers() {
      const names = (await engine.containers.list()).map(({ Names }) => (Names[0] ?? "").slice(1));
      return names.filter((name) => name.startsWith(prefix)).sort();
    },
    context: (type, name, options = {}) => testContext(engine, type, name, options),
    clear,
    async close() {
      await clear();
      for (const image of images) await engine.images.remove(image);
      engine.close();
    },
  };
}

/** A bag without secrets. */
export function bag(values: Record<string, Value>, secrets: Bag["secrets"] = []): Bag {
  return { values, secrets };
}

function testContext(real: Engine, type: string, name: string, options: ContextOptions): TestContext {
  const { engine = real, signal = new AbortController().signal, stack = "dev" } = options;
  const session: HostSession = { name: "here", hostId: "local-test", engine, remote: undefined };
  // Objects on a host ask for no more than these two.
  const hosts = {
    open: () => Promise.resolve(session),
    locate: () => Promise.resolve({ session, link: { hostId: "local-test", local: true } }),
  } as Partial<Hosts> as Hosts;
  const urn: Urn = {
    text: `urn:pulumi:${stack}::shop::moorage:index:${type}::${name}`,
    stack,
    project: "shop",
    type: `moorage:index:${type}`,
    name,
  };
  const progressed: string[] = [];
  const logged: string[] = [];
  const foreseen: Foreseen[] = [];
  return {
    urn,
    config: { credentials: {}, deleteUnreachable: false, readTimeoutSeconds: 10 },
    hosts,
    signal,
    progressed,
    logged,
    foreseen,
    planned: (each) => foreseen.push(each),
    // Tests are about the steps, not about how many there are.
    progress: (message) => progressed.push(message.replace(/^(undoing )?\d+\/\d+ /, "$1")),
    log: (severity, message) => logged.push(`${severity}: ${message}`),
  };
}

async function clearContainers(engine: Engine, prefix: string): Promise<void> {
  const containers = await engine.containers.list();
  const ours = containers.filter(({ Names }) => Names.some((name) => name.startsWith(`/${prefix}`)));
  await Promise.all(ours.map(({ Id }) => engine.containers.remove(Id, { volumes: true })));
}
