import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostLink } from "../../../sdk/link";
import type { Engine } from "../../../providers/docker/engine";
import type { Value } from "../../../providers/resources/bag";
import { host as hostLifecycle } from "../../../providers/resources/host";
import { ProcessHosts } from "../../../providers/resources/hosts";
import type { Hosts } from "../../../providers/resources/lifecycle";
import { SshPool } from "../../../providers/ssh/pool";
import { delayLink, type DelayLink } from "../../support/delay-link";
import { type TestImage, writeArchive } from "../../support/engine-images";
import { startHost, type TestHost } from "../../support/host";
import type { Suite } from "../../support/hosts/base-image";
import { waitFor } from "../../support/setup/wait-for";
import type { DeploymentHost } from "../deployed";
import { creating, inputsFor, testContext } from "../host-context";
import type { Interruption } from "./interruption";

const LONGER_THAN_A_RUN = 24 * 60 * 60;

/** A provider's process, with an SSH connection of its own. */
export interface Process {
  readonly interruption: Interruption | undefined;
  readonly line: DelayLink;
  /** The machine as the process reaches it. */
  host(prefix: string): DeploymentHost;
  end(): Promise<void>;
}

/** A throwaway machine with an engine, on which provider's processes come and go. */
export class Machine {
  private constructor(
    readonly host: TestHost,
    /** An engine's client that nothing befalls. */
    readonly engine: Engine,
    readonly link: HostLink,
    readonly close: () => Promise<void>,
  ) {}

  static async start(suite: Suite): Promise<Machine> {
    const host = await startHost({ suite, flavour: "docker" });
    const watcher = testContext({}, { hosts: watchingHosts() });
    const { state } = await hostLifecycle.apply(watcher, creating(inputsFor(host)));
    const link = state.values["link"] as unknown as HostLink;
    const { engine } = await watcher.hosts.open(link, { purpose: "apply", signal: watcher.signal });
    return new Machine(host, engine, link, async () => {
      await watcher.hosts.close();
      await host.remove();
    });
  }

  /** Loads an image under its own name, and answers that name. */
  async load(image: TestImage): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "moorage-image-"));
    await writeArchive(image, "docker", join(folder, "image.tar"));
    await this.engine.images.load(createReadStream(join(folder, "image.tar")));
    await rm(folder, { recursive: true });
    return image.name;
  }

  /** Begins a process. */
  async begin(interruption?: Interruption): Promise<Process> {
    const line = await delayLink({ to: { host: this.host.address, port: this.host.port } });
    const { hosts } = testContext();
    const place = { address: line.address, port: line.port };
    for (const key of this.link.hostKeys ?? []) hosts.moved(key, place);
    const seen: Pick<Hosts, "open"> = {
      async open(link, options) {
        const session = await hosts.open(link, options);
        return { ...session, engine: interruption?.wrap(session.engine) ?? session.engine };
      },
    };
    return {
      interruption,
      line,
      host: (prefix) => ({
        prefix,
        link: this.link as unknown as Value,
        context: (type, name) => contextOf(seen as Hosts, type, name),
      }),
      async end() {
        await hosts.close();
        line.close();
      },
    };
  }

  /** Has the engine go down and come up again. */
  async restartEngine(): Promise<void> {
    // Many restarts in a row are no failure.
    await this.host.exec(["systemctl", "reset-failed", "docker.service", "docker.socket"]);
    await this.host.exec(["systemctl", "restart", "docker"]);
    await waitFor("the engine", async () =>
      this.engine.system.info().then(
        () => true as const,
        () => undefined,
      ),
    );
  }
}

/** The one connection of a machine's client has to last: nothing looks while slow trials only wait. */
function watchingHosts(): ProcessHosts {
  const config = { credentials: {}, deleteUnreachable: false, readTimeoutSeconds: 10 };
  const pool = new SshPool({ home: undefined, agentSocket: undefined }, { idleSeconds: LONGER_THAN_A_RUN });
  return new ProcessHosts(config, pool);
}

function contextOf(hosts: Hosts, type: string, name: string): ReturnType<DeploymentHost["context"]> {
  const progressed: string[] = [];
  const logged: string[] = [];
  const token = `moorage:index:${type}`;
  return {
    urn: {
      text: `urn:pulumi:dev::shop::${token}::${name}`,
      stack: "dev",
      project: "shop",
      type: token,
      name,
    },
    config: { credentials: {}, deleteUnreachable: false, readTimeoutSeconds: 10 },
    hosts,
    signal: new AbortController().signal,
    progressed,
    logged,
    progress: (message) => progressed.push(message),
    foreseen: [],
    planned: () => {},
    log: (severity, message) => logged.push(`${severity}: ${message}`),
  };
}
