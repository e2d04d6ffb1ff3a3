import * as pulumi from "@pulumi/pulumi";
import { type HostLink, lower } from "./link";
import { isNoun, token, withVersion } from "./token";

/** How a jump host is reached. */
export interface JumpHostArgs {
  /** DNS name or IP address. */
  address: pulumi.Input<string>;
  /** TCP port of sshd. @default 22 @integer @minimum 1 @maximum 65535 */
  port?: pulumi.Input<number>;
  /** Login name. */
  user: pulumi.Input<string>;
  /** Pinned public keys of the jump host, as in `known_hosts`: `ssh-ed25519 AAAA…`. */
  hostKeys?: pulumi.Input<pulumi.Input<string>[]>;
  /** Name of an entry of `moorage:credentials`. @default what OpenSSH would do: agent, then default key files */
  credential?: pulumi.Input<string>;
}

/** How a host is reached over SSH. */
export interface ConnectionArgs {
  /** DNS name or IP address. May be unknown at preview, as with a virtual machine made in the same program. */
  address: pulumi.Input<string>;
  /** TCP port of sshd. @default 22 @integer @minimum 1 @maximum 65535 */
  port?: pulumi.Input<number>;
  /** Login name: root, or a user who may use sudo. @default root */
  user?: pulumi.Input<string>;
  /**
   * Public key of the host, as in `known_hosts`: `ssh-ed25519 AAAA…`.
   * @default the key in ~/.ssh/known_hosts, else the key seen first, which is then kept in the state and enforced
   */
  hostKey?: pulumi.Input<string>;
  /**
   * What to do with a host whose key nobody has vouched for: `accept-new` trusts it on first use and shows its
   * fingerprint; `strict` refuses it. @default accept-new
   */
  hostKeyPolicy?: pulumi.Input<"accept-new" | "strict">;
  /** Hosts to go through, the first one first. */
  jumpHosts?: pulumi.Input<pulumi.Input<JumpHostArgs>[]>;
  /** Name of an entry of `moorage:credentials`. @default what OpenSSH would do: agent, then default key files */
  credential?: pulumi.Input<string>;
  /** Private key in OpenSSH or PEM format. Prefer `credential`: an inline key is kept (encrypted) in the state. @secret */
  privateKey?: pulumi.Input<string>;
  /** Passphrase of the private key. @secret */
  passphrase?: pulumi.Input<string>;
  /** Password of the login. @secret */
  password?: pulumi.Input<string>;
  /** Password for sudo. @secret */
  sudoPassword?: pulumi.Input<string>;
  /** How long to keep trying to reach the host while it boots, in seconds. @default 120 @minimum 1 */
  dialTimeoutSeconds?: pulumi.Input<number>;
}

/** A registry that the host's engine trusts although nobody else vouches for it. Either `ca` or `insecure: true`. */
export interface TrustedRegistryArgs {
  /** Where the registry answers: `192.0.2.7:5000`, `registry.example.com`. */
  address: pulumi.Input<string>;
  /**
   * Certificate of the authority that vouches for it, in PEM. The engine takes it over at once for pulls and pushes;
   * BuildKit of engine 20.10 takes it over for the bases of builds when the engine starts the next time.
   */
  ca?: pulumi.Input<string>;
  /**
   * Whether any certificate will do, and plain http where it does not speak TLS: whoever is on the way can then read
   * logins and change images. The engine reloads its settings, without a restart. @default false
   */
  insecure?: pulumi.Input<boolean>;
}

/** Arguments of {@link Host}. Either `connection` or `local: true`. */
export interface HostArgs {
  /** How the host is reached over SSH. */
  connection?: pulumi.Input<ConnectionArgs>;
  /** Use the engine of the machine that runs the program, without SSH. Nothing is installed there. @default false */
  local?: pulumi.Input<boolean>;
  /** Path of the engine's socket on the host. @default /var/run/docker.sock */
  socketPath?: pulumi.Input<string>;
  /**
   * Identity of the machine behind the address, for example the virtual machine's id. A change says that the
   * machine was replaced: the host and all that is on it are made anew. @replace
   */
  machine?: pulumi.Input<string>;
  /** Whether the Docker engine is installed where it is missing. @default true */
  installEngine?: pulumi.Input<boolean>;
  /**
   * Settings of the engine, merged into its `daemon.json`; keys that are not named here keep what they have.
   * The engine is restarted only if a setting changed that it cannot reload.
   */
  daemon?: pulumi.Input<Record<string, unknown>>;
  /**
   * Registries that the engine trusts. What else it trusts stays; what is no longer listed here, or goes with this
   * resource, it trusts no more.
   */
  trustedRegistries?: pulumi.Input<pulumi.Input<TrustedRegistryArgs>[]>;
  /** Whether destroying this resource also removes the engine's packages (never its data). @default false */
  removeEngineOnDelete?: pulumi.Input<boolean>;
  /** How long the installation may take, waiting for cloud-init and package locks included, in seconds. @default 900 @minimum 1 */
  installTimeoutSeconds?: pulumi.Input<number>;
}

/** The engine found on a host. */
export interface EngineInfo {
  /** Version of the engine, e.g. `20.10.24+dfsg1`. */
  version: string;
  /** Newest version of the engine's API that it speaks, e.g. `1.41`. */
  apiVersion: string;
  /** Storage driver, e.g. `overlay2`. */
  storageDriver: string;
  /** Where images are kept: the engine's classic store, or containerd's. */
  imageStore: "classic" | "containerd";
  /** How the engine's socket is reached: forwarded by sshd, by `docker system dial-stdio`, the same with sudo, or directly. */
  socketAccess: "streamlocal" | "dial-stdio" | "dial-stdio-sudo" | "direct";
}

/** What a host is. */
export interface HostFacts {
  /** Distribution as in os-release's `ID`, e.g. `debian`. */
  distribution: string;
  /** Release as in os-release's `VERSION_CODENAME` or `VERSION_ID`, e.g. `bookworm`. */
  release: string;
  /** Machine architecture as `uname -m` says it, e.g. `x86_64`. */
  architecture: string;
  /** Kernel release. */
  kernel: string;
  /** Init system that starts the engine. */
  init: "systemd" | "none";
  /** Number of processors. @integer */
  cpus: number;
  /** Main memory in bytes. @integer */
  memoryBytes: number;
}

/**
 * A Linux machine that answers SSH, with a Docker engine on it. The engine is installed where it is missing.
 * Destroying the resource leaves the engine and all that is not Moorage's.
 *
 * @example
 * const web = new moorage.Host("web-1", { connection: { address: "192.0.2.10", user: "deploy", credential: "web" } });
 *
 * @example The engine of this machine
 * const here = new moorage.Host("here", { local: true });
 */
export class Host extends pulumi.CustomResource {
  /** How this host is reached; what its containers, images, networks and volumes carry. */
  declare readonly link: pulumi.Output<HostLink>;
  /** Identity of the machine, kept in a marker file there. */
  declare readonly hostId: pulumi.Output<string>;
  /** Fingerprint of the host's key, `SHA256:…`; undefined for the local engine. */
  declare readonly hostKeyFingerprint: pulumi.Output<string | undefined>;
  /** The engine found or installed. */
  declare readonly engine: pulumi.Output<EngineInfo>;
  /** What the machine is. */
  declare readonly facts: pulumi.Output<HostFacts>;

  constructor(name: string, args: HostArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = {
      link: undefined,
      hostId: undefined,
      hostKeyFingerprint: undefined,
      engine: undefined,
      facts: undefined,
    };
    super(token("Host"), name, { ...(lower(args) as HostArgs), ...outputs }, withVersion(options));
  }

  /** Whether a value is a Host. */
  static override isInstance(value: unknown): value is Host {
    return isNoun(value, "Host");
  }
}
