import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./host";
import type { Image } from "./image";
import type { Network } from "./network";
import type { Registry } from "./registry";
import { isNoun } from "./token";
import type { Volume } from "./volume";

/** How a jump host is reached. */
export interface JumpHost {
  /** DNS name or IP address. */
  address: string;
  /** TCP port of sshd. @default 22 @integer @minimum 1 @maximum 65535 */
  port?: number;
  /** Login name. */
  user: string;
  /** Pinned public keys of the jump host, as in `known_hosts`: `ssh-ed25519 AAAA…`. */
  hostKeys?: string[];
  /** Name of an entry of `moorage:credentials`. @default what OpenSSH would do: agent, then default key files */
  credential?: string;
}

/**
 * How a host is reached, as its resources carry it. It is an output of {@link Host} (`host.link`) and may be
 * passed on through stack references, so that another stack puts containers on the same host.
 */
export interface HostLink {
  /** Identity of the machine, minted by Moorage and kept in a marker file there. */
  hostId: string;
  /** The engine of this machine; no SSH. @default false */
  local?: boolean;
  /** DNS name or IP address. */
  address?: string;
  /** TCP port of sshd. @default 22 @integer @minimum 1 @maximum 65535 */
  port?: number;
  /** Login name. */
  user?: string;
  /** Pinned public keys, as in `known_hosts`: `ssh-ed25519 AAAA…`. */
  hostKeys?: string[];
  /** Hosts to go through, the first one first. */
  jumpHosts?: JumpHost[];
  /** Path of the engine's socket on the host. @default /var/run/docker.sock */
  socketPath?: string;
  /** Name of an entry of `moorage:credentials`. @default what OpenSSH would do: agent, then default key files */
  credential?: string;
  /** Private key in OpenSSH or PEM format, given inline on the host. @secret */
  privateKey?: string;
  /** Passphrase of the private key. @secret */
  passphrase?: string;
  /** Password of the login. @secret */
  password?: string;
  /** Password for sudo. @secret */
  sudoPassword?: string;
}

/** How a registry is reached, and the login to it; `link` of a {@link Registry} is one. */
export interface RegistryLink {
  /** Where the registry answers, e.g. `registry.example.com:5000`. */
  address: pulumi.Input<string>;
  /** Certificate of the authority that vouches for it, in PEM. */
  ca?: pulumi.Input<string>;
  /** Whether any certificate will do, and plain http. @default false */
  insecure?: pulumi.Input<boolean>;
  /** Name of an entry of `moorage:credentials` with `username` and `password`. @default no login */
  credential?: pulumi.Input<string>;
  /** Name of the login, given inline. */
  username?: pulumi.Input<string>;
  /** Password or access token of the login, given inline. @secret */
  password?: pulumi.Input<string>;
}

/**
 * Replaces resources by what the provider takes in their place, wherever they stand in the arguments:
 * a Host or Registry by its link, an Image by its reference, a Network or Volume by its name.
 */
export function lower(value: unknown): unknown {
  if (isNoun(value, "Host")) return (value as Host).link;
  if (isNoun(value, "Image")) return (value as Image).reference;
  if (isNoun(value, "Network")) return (value as Network).name;
  if (isNoun(value, "Registry")) return (value as Registry).link;
  if (isNoun(value, "Volume")) return (value as Volume).name;
  if (Array.isArray(value)) return value.map(lower);
  if (isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lower(item)]));
  }
  return value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
