import * as pulumi from "@pulumi/pulumi";
import { Certificate } from "./certificate";
import { Container } from "./container";
import type { Host, TrustedRegistryArgs } from "./host";
import type { Image } from "./image";
import type { HostLink, RegistryLink } from "./link";
import { CONTAINER_PORT, configuration, FILES, STORAGE } from "./private-registry/configuration";
import { htpasswd, problemOf } from "./private-registry/htpasswd";
import { isNoun, token } from "./token";
import { Volume } from "./volume";

/** A certificate of your own, for a {@link PrivateRegistry}. */
export interface ServerCertificateArgs {
  /** The server's certificate, in PEM, followed by those between it and the authority. */
  certificate: pulumi.Input<string>;
  /** The server's private key, in PEM. */
  privateKey: pulumi.Input<string>;
  /** Certificate of the authority that signed it, in PEM. Leave it out where every machine trusts that one. */
  ca?: pulumi.Input<string>;
}

/** Arguments of {@link PrivateRegistry}. */
export interface PrivateRegistryArgs {
  /** The host that runs the registry. */
  host: Host | pulumi.Input<HostLink>;
  /** A distribution registry's image on the host, e.g. one of `registry:2`, or an image that has its program: see `program`. */
  image: Image | pulumi.Input<string>;
  /**
   * Path of the registry's program in the image, e.g. `/usr/bin/docker-registry` where the image is made of Debian's
   * package. @default the image's entry point, as that of `registry:2`
   */
  program?: pulumi.Input<string>;
  /** DNS name or IP address under which others reach the host, without a port. */
  address: pulumi.Input<string>;
  /** Port of the host. @default 5000 */
  port?: pulumi.Input<number>;
  /** Who may push and pull: names with their passwords, of 72 bytes at most. They are kept as bcrypt hashes only. */
  users: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * What it proves itself with: a {@link Certificate} that has `address` among its names, or one of your own.
   * @default one that Moorage makes, with an authority for this registry alone, and renews
   */
  tls?: Certificate | ServerCertificateArgs;
  /** The volume, or its name, that keeps the images. @default a volume of its own */
  storage?: Volume | pulumi.Input<string>;
  /** Whether the volume of its own may be destroyed with images in it. @default false */
  forceDestroy?: pulumi.Input<boolean>;
}

/**
 * A registry of images on a host, with TLS, logins and a volume for what is pushed to it. It is made of a Certificate,
 * a Volume and a Container, whose names begin with its own.
 *
 * Other hosts trust it by `trustedRegistries: [registry.trust]`. A host that it runs on cannot be given that: make the
 * Certificate first, and give its `ca` to the Host and it to the registry.
 *
 * @example
 * const registry = new moorage.PrivateRegistry("registry", {
 *   host: store,
 *   image: new moorage.Image("registry", { host: store, name: "registry:2" }),
 *   address: "10.0.0.5",
 *   users: { deploy: config.requireSecret("registryPassword") },
 * });
 * const web = new moorage.Host("web", { connection: { address: "10.0.0.6" }, trustedRegistries: [registry.trust] });
 */
export class PrivateRegistry extends pulumi.ComponentResource {
  /** Where it answers, e.g. `10.0.0.5:5000`: what the names of its images begin with. */
  readonly address: pulumi.Output<string>;
  /** Certificate of the authority that vouches for it; undefined where every machine trusts that one. */
  readonly ca: pulumi.Output<string | undefined>;
  /** The volume that keeps the images; undefined where one was given by its name. */
  readonly volume: Volume | undefined;
  /** The container. */
  readonly container: Container;
  /** The same as `address`, known before the registry serves. */
  readonly #place: pulumi.Output<string>;
  readonly #users: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: PrivateRegistryArgs, options?: pulumi.ComponentResourceOptions) {
    super(token("PrivateRegistry"), name, {}, options);
    const inside = { parent: this };
    const { host, image, program, port = CONTAINER_PORT } = args;
    this.#users = pulumi.output(args.users).apply((users) => {
      const problem = problemOf(users);
      if (problem !== undefined) throw new pulumi.RunError(`PrivateRegistry ${name}: users ${problem}`);
      return users;
    });
    const tls = args.tls ?? new Certificate(name, { names: [args.address] }, inside);
    const storage =
      args.storage ?? new Volume(name, { host, forceDestroy: args.forceDestroy ?? false }, inside);
    this.volume = Volume.isInstance(storage) ? storage : undefined;
    const place = `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
    this.container = new Container(
      name,
      {
        host,
        image,
        ...(program === undefined ? {} : { entrypoint: [program, "serve"] }),
        command: [FILES.configuration],
        files: [
          { target: FILES.configuration, content: configuration() },
          { target: FILES.certificate, content: tls.certificate },
          { target: FILES.privateKey, content: pulumi.secret(tls.privateKey) },
          { target: FILES.htpasswd, content: this.#htpasswd(place) },
        ],
        volumes: [{ volume: storage, target: STORAGE }],
        ports: [{ container: CONTAINER_PORT, host: port, public: true }],
        restart: "unless-stopped",
      },
      inside,
    );
    this.#place = pulumi
      .all([args.address, port])
      .apply(([address, number]) => `${address.includes(":") ? `[${address}]` : address}:${number}`);
    // The URN is there when the container serves, so whoever uses the address waits for that; a preview knows it.
    this.address = pulumi.all([this.#place, this.container.urn]).apply(([place]) => place);
    this.ca = pulumi.output<string | undefined>(tls.ca);
    this.registerOutputs({ address: this.address, ca: this.ca });
  }

  /** What a Host takes among its `trustedRegistries`; it need not wait for the registry to serve. */
  get trust(): TrustedRegistryArgs {
    const ca = this.ca.apply((given) => {
      if (given !== undefined) return given;
      throw new pulumi.RunError(
        "A PrivateRegistry whose tls has no ca is trusted without more: leave it out of trustedRegistries.",
      );
    });
    return { address: this.#place, ca };
  }

  /** What an Image or a Registry takes to log in as one of `users`. */
  link(username: string): RegistryLink {
    const password = this.#users.apply((users) => {
      const found = users[username];
      if (found !== undefined) return found;
      throw new pulumi.RunError(
        `The PrivateRegistry has no user "${username}"; it has ${Object.keys(users).join(", ")}.`,
      );
    });
    // An authority that is not there is left out on the way.
    const ca = this.ca as pulumi.Output<string>;
    return { address: this.address, ca, username, password: pulumi.secret(password) };
  }

  /** Whether a value is a PrivateRegistry. */
  static override isInstance(value: unknown): value is PrivateRegistry {
    return isNoun(value, "PrivateRegistry");
  }

  #htpasswd(place: string): pulumi.Output<string> {
    return pulumi.secret(this.#users.apply((users) => htpasswd(users, place)));
  }
}
