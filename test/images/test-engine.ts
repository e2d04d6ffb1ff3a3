import { Transform } from "node:stream";
import type { Engine } from "../../providers/docker/engine";
import { through } from "../../providers/images/through";
import { SshHost } from "../../providers/resources/ssh-host";
import type { Remote } from "../../providers/ssh/remote";
import { SshPool } from "../../providers/ssh/pool";
import { startHost, type TestHost } from "../support/host";
import { waitFor } from "../support/setup/wait-for";

/** Engines that keep images in different ways. */
export const STORES = [
  { title: "engine 20.10", suite: "bookworm", containerd: false },
  { title: "engine 26.1", suite: "trixie", containerd: false },
  { title: "engine 26.1 with containerd's store", suite: "trixie", containerd: true },
] as const;

export type Store = (typeof STORES)[number];

/** The engine of a throwaway host, over SSH. */
export interface TestEngine {
  readonly engine: Engine;
  readonly host: TestHost;
  readonly remote: Remote;
  /** Bytes of all tars that were loaded since the last call. */
  takeLoadedBytes(): number;
  remove(): Promise<void>;
}

export async function startEngine({ suite, containerd }: Store): Promise<TestEngine> {
  const host = await startHost({ suite, flavour: "docker" });
  if (containerd) await useContainerdStore(host);
  // A test may leave it alone for longer than a connection is kept otherwise.
  const pool = new SshPool({ home: undefined, agentSocket: undefined }, { idleSeconds: 600 });
  const { address, port, hostKeys, key } = host;
  const connection = await pool.open({
    address,
    port,
    hostKeys,
    user: "root",
    auth: { privateKey: key.privateKey },
  });
  const ssh = new SshHost(connection, { sudoPassword: undefined, socketPath: undefined });
  const { engine } = await ssh.openEngine(new AbortController().signal);
  let loaded = 0;
  const counter = (): Transform =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        loaded += chunk.length;
        done(null, chunk);
      },
    });
  const images: Engine["images"] = {
    ...engine.images,
    load: (tar, options) => engine.images.load(through(tar, counter()), options),
  };
  return {
    engine: { ...engine, images },
    host,
    remote: ssh.remote,
    takeLoadedBytes: () => {
      const bytes = loaded;
      loaded = 0;
      return bytes;
    },
    remove: async () => {
      await pool.closeAll();
      await host.remove();
    },
  };
}

async function useContainerdStore(host: TestHost): Promise<void> {
  const settings = JSON.stringify({ features: { "containerd-snapshotter": true } });
  await host.exec(["sh", "-c", "mkdir -p /etc/docker && cat >/etc/docker/daemon.json"], { input: settings });
  await host.exec(["systemctl", "restart", "docker"]);
  await waitFor("the engine with containerd's store", async () => {
    const { stdout } = await host.capture(["docker", "info", "--format", "{{json .DriverStatus}}"]);
    return stdout.includes("io.containerd.snapshotter.v1") ? true : undefined;
  });
}
