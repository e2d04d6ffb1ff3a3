import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./host";
import { type HostLink, lower, type RegistryLink } from "./link";
import { isNoun, token, withVersion } from "./token";

/** Arguments of {@link Registry}. */
export interface RegistryArgs {
  /**
   * Where the registry answers: `registry.example.com`, `192.0.2.7:5000`; `docker.io` is Docker Hub. It begins the
   * names of the registry's images. @replace
   */
  address: pulumi.Input<string>;
  /**
   * Name of an entry of `moorage:credentials` with `username` and `password`. A password or token that is changed
   * there is no change of any resource; the next operation uses it. @default no login
   */
  credential?: pulumi.Input<string>;
  /** Name of the login, where it is not in a credential. */
  username?: pulumi.Input<string>;
  /** Password or access token of the login. Prefer `credential`: this one is kept (encrypted) in the state. @secret */
  password?: pulumi.Input<string>;
  /**
   * Certificate of the authority that vouches for the registry, in PEM. It is for the login that is verified here;
   * a host's engine trusts what its Host has in `trustedRegistries`. @default the authorities that Node.js trusts
   */
  ca?: pulumi.Input<string>;
  /**
   * Whether any certificate will do, and plain http where the registry does not speak TLS. Whoever is on the way can
   * then read the login. @default false
   */
  insecure?: pulumi.Input<boolean>;
  /** A host that the registry is reached from. @default the machine that runs the program */
  via?: Host | pulumi.Input<HostLink>;
}

/**
 * A registry of images and the login to it. Both are tried out when the resource is created, and again when its
 * arguments change; nothing is made, and nothing is removed with it. The login goes to a host's engine with each pull
 * and push, and is not kept there.
 *
 * Creating it fails, naming the property, where the registry does not answer (`address`, `via`), where its certificate
 * is not to be trusted (`ca`), and where it refuses the login (`credential` or `password`).
 *
 * @example
 * const hub = new moorage.Registry("hub", { address: "registry.example.com", credential: "hub" });
 * const app = new moorage.Image("app", { host: web, registry: hub, name: "team/app:1.2" });
 *
 * @example One that only a host can reach, with a certificate of its own
 * const inner = new moorage.Registry("inner", {
 *   address: "10.0.0.5:5000",
 *   via: web,
 *   ca: fs.readFileSync("ca.pem", "utf8"),
 *   username: "deploy",
 *   password: config.requireSecret("registryPassword"),
 * });
 */
export class Registry extends pulumi.CustomResource {
  /** Where the registry answers. */
  declare readonly address: pulumi.Output<string>;
  readonly #login: Omit<RegistryLink, "address">;

  constructor(name: string, args: RegistryArgs, options?: pulumi.CustomResourceOptions) {
    super(token("Registry"), name, lower(args) as pulumi.Inputs, withVersion(options));
    const { ca, insecure, credential, username, password } = args;
    this.#login = given({ ca, insecure, credential, username, password });
  }

  /**
   * How this registry is reached; what its images carry. Made of the arguments, so that a login that was changed is
   * used at once.
   */
  get link(): RegistryLink {
    return { address: this.address, ...this.#login };
  }

  /** Whether a value is a Registry. */
  static override isInstance(value: unknown): value is Registry {
    return isNoun(value, "Registry");
  }
}

function given<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
