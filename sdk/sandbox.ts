import * as pulumi from "@pulumi/pulumi";
import type { PublishedPort } from "./container";
import { isNoun, token, withVersion } from "./token";

/** A port of a sandbox that is reached from the machine that runs the program, at 127.0.0.1. */
export interface SandboxPortArgs {
  /** Port in the sandbox. @integer @minimum 1 @maximum 65535 */
  container: pulumi.Input<number>;
  /**
   * Port of this machine. @default any free one, another after each restart: see `publishedPorts`
   * @integer @minimum 1 @maximum 65535
   */
  host?: pulumi.Input<number>;
}

/** Arguments of {@link Sandbox}. A change of any but `socketPath` makes a new sandbox and throws the old one away. */
export interface SandboxArgs {
  /** Debian release that is on it. @default bookworm @replace */
  suite?: pulumi.Input<"bullseye" | "bookworm" | "trixie">;
  /** What its first process is: systemd, or sshd alone where it is to have no init system. @default systemd @replace */
  init?: pulumi.Input<"systemd" | "none">;
  /**
   * Ports that are reached from this machine, at 127.0.0.1, besides SSH's. A container in the sandbox answers there
   * if it publishes the port with `public: true`. @replace
   */
  ports?: pulumi.Input<pulumi.Input<SandboxPortArgs>[]>;
  /** Name of the container on the local engine. @default `<project>-<stack>-<name>`, which stays when the stack is renamed @replace */
  name?: pulumi.Input<string>;
  /**
   * Path of the local engine's socket.
   * @default the one that DOCKER_HOST names, else /var/run/docker.sock or Docker Desktop's
   */
  socketPath?: pulumi.Input<string>;
}

/** How a sandbox is reached: what `connection` of a Host wants. */
export interface SandboxConnection {
  /** Address of the local engine's machine, 127.0.0.1. */
  address: pulumi.Output<string>;
  /** TCP port of its sshd. */
  port: pulumi.Output<number>;
  /** Login name. */
  user: pulumi.Output<string>;
  /** Private key that it accepts, a secret. */
  privateKey: pulumi.Output<string>;
  /** Its public key. */
  hostKey: pulumi.Output<string>;
}

/**
 * A throwaway Linux host: a container of the local Docker engine that answers SSH and has no Docker of its own, in
 * the place of a virtual machine while you develop. It comes back with the engine after a restart; its port may be
 * another one then, which changes nothing of what is on it. Destroying it throws away all that is on it.
 *
 * It has no kernel of its own: what needs one (kernel modules, sysctls of the whole machine, disks, a boot loader)
 * is this machine's. It is no place for what you do not trust, since it is privileged where the engine allows it.
 *
 * The private key is made with it and is kept, encrypted, in the state. The first one of a suite takes a minute or
 * two, while the engine builds its image from Debian's.
 *
 * @example
 * const box = new moorage.Sandbox("box", { ports: [{ host: 8080, container: 8080 }] });
 * const host = new moorage.Host("box", { connection: box.connection });
 */
export class Sandbox extends pulumi.CustomResource {
  /** Name of the container on the local engine. */
  declare readonly name: pulumi.Output<string>;
  /** Path of the local engine's socket. */
  declare readonly socketPath: pulumi.Output<string>;
  /** Address at which its sshd answers. */
  declare readonly address: pulumi.Output<string>;
  /** TCP port at which its sshd answers. @integer */
  declare readonly port: pulumi.Output<number>;
  /** Login name. */
  declare readonly user: pulumi.Output<string>;
  /** Private key that its sshd accepts, in OpenSSH's format. @secret */
  declare readonly privateKey: pulumi.Output<string>;
  /** Public key of its sshd: `ssh-ed25519 AAAA…`. */
  declare readonly hostKey: pulumi.Output<string>;
  /** Whether it runs: `running`, or another word of the engine's. */
  declare readonly status: pulumi.Output<string>;
  /** Id of the container on the local engine. */
  declare readonly containerId: pulumi.Output<string>;
  /** Ports of this machine that lead to those in `ports`. */
  declare readonly publishedPorts: pulumi.Output<PublishedPort[]>;

  constructor(name: string, args: SandboxArgs = {}, options?: pulumi.CustomResourceOptions) {
    const outputs = {
      address: undefined,
      port: undefined,
      user: undefined,
      privateKey: undefined,
      hostKey: undefined,
      status: undefined,
      containerId: undefined,
      publishedPorts: undefined,
    };
    const named = { name: undefined, socketPath: undefined, ...args };
    super(token("Sandbox"), name, { ...named, ...outputs }, withVersion(options));
  }

  /**
   * How a Host reaches it: `new moorage.Host("box", { connection: box.connection })`. Each part is an output of its
   * own, so that only the key is a secret.
   */
  get connection(): SandboxConnection {
    const { address, port, user, privateKey, hostKey } = this;
    return { address, port, user, privateKey, hostKey };
  }

  /** Whether a value is a Sandbox. */
  static override isInstance(value: unknown): value is Sandbox {
    return isNoun(value, "Sandbox");
  }
}
