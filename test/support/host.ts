import { randomBytes } from "node:crypto";
import { capture, run, type CommandOptions, type CommandResult } from "./setup/command";
import { waitFor } from "./setup/wait-for";
import type { Suite } from "./hosts/base-image";
import { clientKey, type ClientKey } from "./hosts/client-key";
import { TEST_LABEL, OWNER_LABEL } from "./hosts/engine-cli";
import { freePort } from "./hosts/free-port";
import { ensureHostImage, type Flavour } from "./hosts/host-image";
import { ownAddress, removeOwnAddress } from "./hosts/own-address";
import { hostPrivileges } from "./hosts/privileges";
import { sshBanner } from "./hosts/ssh-banner";
import { countSshdLog, type SshdCounts } from "./hosts/sshd-log";

export interface HostOptions {
  /** @default "bookworm" */
  readonly suite?: Suite;
  /** @default "systemd" */
  readonly flavour?: Flavour;
  /** Ports of the host that are to be reached from this machine, besides SSH's. */
  readonly publish?: readonly number[];
  /**
   * An address of its own, at which this machine reaches all its ports, besides those that are published. Works where
   * the engine's networks are this machine's, so on Linux.
   */
  readonly ownAddress?: string;
  /** Lines that come before Debian's own sshd configuration, e.g. `MaxSessions 3`. */
  readonly sshdConfig?: readonly string[];
  /**
   * Folders of the host that are to be small: path to size, e.g. `{ "/var": "120m" }`. They hold what the image has there; what is
   * written to them is lost in a restart.
   */
  readonly smallFolders?: Readonly<Record<string, string>>;
}

/** The users of every throwaway host besides root; all of them, and root, accept the client key. */
export interface HostPasswords {
  /** May use sudo, with this password. */
  readonly admin: string;
  /** May not use sudo at all. */
  readonly plain: string;
}

const LOG = "/var/log/sshd.log";
const PORT_ATTEMPTS = 5;

/** Starts a throwaway Linux host in a container of the local engine and waits until it answers SSH. */
export async function startHost(options: HostOptions = {}): Promise<TestHost> {
  const host = await newHost(`moorage-test-${randomBytes(5).toString("hex")}`, options);
  await host.create();
  return host;
}

async function newHost(name: string, options: HostOptions): Promise<TestHost> {
  const image = await ensureHostImage(options.suite ?? "bookworm", options.flavour ?? "systemd");
  const passwords = {
    admin: randomBytes(9).toString("base64url"),
    plain: randomBytes(9).toString("base64url"),
  };
  return new TestHost(name, image, options, await clientKey(), passwords);
}

/** A running throwaway host. Its users are root, `deploy` (sudo without password), `admin` and `plain`. */
export class TestHost {
  readonly address = "127.0.0.1";
  readonly flavour: Flavour;
  #ports = new Map<number, number>();
  #hostKeys: readonly string[] = [];

  constructor(
    /** The name of the container. */
    readonly name: string,
    readonly image: string,
    readonly options: HostOptions,
    readonly key: ClientKey,
    readonly passwords: HostPasswords,
  ) {
    this.flavour = options.flavour ?? "systemd";
  }

  /** The port of this machine at which the host's sshd answers; it stays over restarts and rebuilds. */
  get port(): number {
    return this.published(22);
  }

  /** The host's public keys, one `TYPE BASE64` each. */
  get hostKeys(): readonly string[] {
    return this.#hostKeys;
  }

  /** The port of this machine that leads to a port of the host. */
  published(port: number): number {
    const published = this.#ports.get(port);
    if (published === undefined) throw new Error(`port ${port} of ${this.name} is not published`);
    return published;
  }

  /** Runs a command as root, whatever its exit code, without SSH. */
  async capture(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return capture(["docker", "exec", "--interactive", this.name, ...argv], options);
  }

  /** Runs a command as root without SSH and returns its standard output; any exit code but 0 throws. */
  async exec(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
    return run(["docker", "exec", "--interactive", this.name, ...argv], options);
  }

  /** Makes the machine go through a reboot: same disk, same host keys, same ports. */
  async restart(): Promise<void> {
    await run(["docker", "restart", this.name]);
    await this.#ready();
  }

  /** Switches the machine off: its ports refuse. */
  async powerOff(): Promise<void> {
    await run(["docker", "stop", this.name]);
  }

  async powerOn(): Promise<void> {
    await run(["docker", "start", this.name]);
    await this.#ready();
  }

  /** Freezes the machine: its ports accept and then say nothing. */
  async pause(): Promise<void> {
    await run(["docker", "pause", this.name]);
  }

  async unpause(): Promise<void> {
    await run(["docker", "unpause", this.name]);
  }

  /** Replaces the machine by a new one at the same address and ports: an empty disk and other host keys. */
  async rebuild(): Promise<void> {
    await this.remove();
    await this.create();
  }

  /** Gives the machine other SSH host keys and nothing else. */
  async rotateHostKeys(): Promise<void> {
    const renew = `for type in ed25519 ecdsa; do
      file=/etc/ssh/ssh_host_\${type}_key; rm $file $file.pub; ssh-keygen -q -t $type -N "" -C "" -f $file
    done`;
    await this.exec(["sh", "-euc", renew]);
    await this.exec(this.flavour === "bare" ? ["kill", "-HUP", "1"] : ["systemctl", "restart", "ssh"]);
    await this.#ready();
  }

  /** The log of the host's sshd since the host was ready. */
  async sshdLog(): Promise<string> {
    return this.exec(["cat", LOG]);
  }

  async sshdCounts(): Promise<SshdCounts> {
    return countSshdLog(await this.sshdLog());
  }

  async forgetSshdLog(): Promise<void> {
    await this.exec(["truncate", "--size=0", LOG]);
  }

  /** Removes the machine and all that is on it; no complaint if it is gone. */
  async remove(): Promise<void> {
    await run(["docker", "rm", "--force", "--volumes", this.name]);
    if (this.options.ownAddress !== undefined) await removeOwnAddress(this.options.ownAddress);
  }

  /** Creates the container; its ports are chosen here, since a port chosen by the engine changes at a restart. */
  async create(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.#ports.size === 0) {
        for (const port of [22, ...(this.options.publish ?? [])]) this.#ports.set(port, await freePort());
      }
      const { code, stderr } = await capture(await this.#runArguments(), { env: this.#environment() });
      if (code === 0) break;
      await this.remove();
      const isPortTaken = /port is already allocated|address already in use/.test(stderr);
      if (!isPortTaken || attempt === PORT_ATTEMPTS)
        throw new Error(`could not start ${this.name}: ${stderr}`);
      this.#ports.clear();
    }
    await this.#ready();
  }

  async #runArguments(): Promise<string[]> {
    const publish = [...this.#ports].map(([inside, outside]) => `--publish=127.0.0.1:${outside}:${inside}`);
    return [
      ...["docker", "run", "--detach", "--tty", "--name", this.name, "--hostname", this.name],
      ...["--label", TEST_LABEL],
      ...["--label", `${OWNER_LABEL}=${process.pid}`],
      ...(this.options.ownAddress === undefined ? [] : await ownAddress(this.options.ownAddress)),
      ...(await hostPrivileges()),
      ...["--cgroupns=private", "--tmpfs=/run", "--tmpfs=/run/lock"],
      // The engine's layers cannot lie on the container's own overlay.
      ...["--volume=/var/lib/docker", "--volume=/var/lib/containerd"],
      ...publish,
      ...Object.keys(this.#environment()).flatMap((variable) => ["--env", variable]),
      ...["--entrypoint=sh", this.image, "-euc", this.#firstSteps()],
    ];
  }

  /** Lays a small file system with the same content over each folder that is to be small, then begins. */
  #firstSteps(): string {
    const steps = Object.entries(this.options.smallFolders ?? {}).map(
      ([path, size]) =>
        `cp -a ${path} /run/copy; mount -t tmpfs -o size=${size} tmpfs ${path}; cp -a /run/copy/. ${path}; rm -r /run/copy`,
    );
    return [...steps, "exec test-host-init"].join("\n");
  }

  /** What the host's first process takes over; by environment, so that no password is in a process list. */
  #environment(): Record<string, string> {
    return {
      TEST_AUTHORIZED_KEY: this.key.publicKey,
      TEST_PASSWORDS: `admin:${this.passwords.admin}\nplain:${this.passwords.plain}`,
      TEST_SSHD_CONFIG: ["LogLevel DEBUG1", ...(this.options.sshdConfig ?? [])].join("\n"),
    };
  }

  async #ready(): Promise<void> {
    await waitFor(`${this.name} to answer SSH`, () => sshBanner(this.address, this.port));
    if (this.flavour !== "bare") {
      // While systemd is booting, PAM turns away everyone but root.
      await waitFor(`${this.name} to let users in`, () =>
        this.#succeeds(["test", "!", "-e", "/run/nologin"]),
      );
    }
    if (this.flavour === "docker") {
      await waitFor(`the engine of ${this.name}`, () => this.#succeeds(["docker", "version"]));
    }
    const keys = await this.exec(["sh", "-c", "cat /etc/ssh/ssh_host_*_key.pub"]);
    this.#hostKeys = keys.split("\n").map((line) => line.split(" ").slice(0, 2).join(" "));
    await this.forgetSshdLog();
  }

  async #succeeds(argv: readonly string[]): Promise<true | undefined> {
    return (await this.capture(argv)).code === 0 ? true : undefined;
  }
}
