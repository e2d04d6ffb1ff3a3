import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./host";
import { type HostLink, lower, type RegistryLink } from "./link";
import type { Registry } from "./registry";
import { isNoun, token, withVersion } from "./token";

/** An SSH agent of the machine that runs the program, for steps of a build. */
export interface BuildSshArgs {
  /** Path of the agent's socket. @default what SSH_AUTH_SOCK says */
  agentSocket?: pulumi.Input<string>;
}

/** How an image is built from a Dockerfile. */
export interface ImageBuildArgs {
  /**
   * Path of the folder that is sent to the builder, on the machine that runs the program; a relative one starts at
   * the folder of Pulumi.yaml. What its `.dockerignore` names stays away. Image and preview follow its content: names,
   * modes and bytes, not times.
   */
  context: pulumi.Input<string>;
  /** Path of the Dockerfile, relative to the context. @default Dockerfile */
  dockerfile?: pulumi.Input<string>;
  /** How many MiB may be sent: more is refused before it is read. @default 2048 @integer @minimum 1 */
  contextLimitMiB?: pulumi.Input<number>;
  /** The stage of the Dockerfile that becomes the image. @default the last one */
  target?: pulumi.Input<string>;
  /**
   * Values for the Dockerfile's `ARG`s. Everybody who has the image can read them in its history, so a secret one is
   * refused: that is what `secrets` is for. @default none
   */
  args?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Secrets for steps that mount them, by id: `RUN --mount=type=secret,id=npm cat /run/secrets/npm`. They are in no
   * layer, no history and no log, and need BuildKit. Another value alone builds nothing anew. @secret @default none
   */
  secrets?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * SSH agents for steps that mount them, by id: `ssh: { default: {} }` is for `RUN --mount=type=ssh git clone …`. The
   * steps can sign with the agent's keys, but not read them. Needs BuildKit; others alone build nothing anew. @default none
   */
  ssh?: pulumi.Input<Record<string, pulumi.Input<BuildSshArgs>>>;
  /**
   * Registries that base images come from, with their logins. A login goes to the builder with the build alone, and is
   * not kept there; the engine itself must reach and trust the registry. Others alone build nothing anew. @default none
   */
  registries?: (Registry | pulumi.Input<RegistryLink>)[];
  /** Labels of the image; keys that begin with `io.moorage.` are Moorage's own. @default none */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** What the image is for, e.g. `linux/arm64`. @default the builder's own platform @pattern ^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9]+)?$ */
  platform?: pulumi.Input<string>;
  /**
   * Where to build: another host, or `"local"` for the engine of the machine that runs the program. The image then
   * travels to `host`, only the layers that it lacks. Another place alone builds nothing anew. @default the engine of `host`
   */
  on?: Host | pulumi.Input<HostLink> | "local";
  /** Whether every step is run again when the image is built. Alone it builds nothing anew. @default false */
  noCache?: pulumi.Input<boolean>;
  /** Whether a build asks the registry for newer bases. Alone it builds nothing anew. @default false */
  pull?: pulumi.Input<boolean>;
  /**
   * How many versions of the image stay on each host: the current one, the one before, and so on. What a container
   * needs, running or not, stays in any case. @default 2 @integer @minimum 2
   */
  keep?: pulumi.Input<number>;
}

/** A registry that the image is pushed to, from its host. */
export interface PushArgs {
  /** The registry. */
  registry: Registry | pulumi.Input<RegistryLink>;
  /** Repository and tag there, e.g. `team/app:1.2`. @default the image's own, without its registry */
  name?: pulumi.Input<string>;
}

/** Arguments of {@link Image}. */
export interface ImageArgs {
  /** The host that gets the image. A change of host makes a new resource. */
  host: Host | pulumi.Input<HostLink>;
  /**
   * Name of the image. Without `archive` and `build` it is what the host's engine pulls, by tag or by digest, with
   * Docker's short names (`ubuntu:14.04` is `docker.io/library/ubuntu:14.04`). With one of them it is the name that the
   * image gets. With `registry` the registry's address need not be said again.
   * @default `<project>-<stack>-<name>`, which stays when the stack is renamed; with an archive or a build only
   */
  name?: pulumi.Input<string>;
  /**
   * The registry to pull from. Its login goes to the host's engine with the request, and is not kept there. The
   * engine itself must reach and trust it: `trustedRegistries` of the Host. @default the one that `name` begins with, without a login
   */
  registry?: Registry | pulumi.Input<RegistryLink>;
  /**
   * When an image is pulled: `missing`, where the host has none of its name, so that a tag that was moved in its
   * registry is not followed; `always`, whenever its registry has another one under the tag. A refresh asks the
   * registry for that where `registry` is given or with `always`. @default missing
   */
  pullPolicy?: pulumi.Input<"missing" | "always">;
  /** Registries that the image is pushed to once it is on the host. */
  push?: PushArgs[];
  /**
   * Path of an archive made by `docker save`, or of an OCI archive or layout, on the machine that runs the
   * program. It is sent over the host's connection, only the layers that its engine lacks.
   */
  archive?: pulumi.Input<string>;
  /** A Dockerfile's folder and how to build it; not together with `archive`. */
  build?: ImageBuildArgs;
  /** Whether destroying this resource leaves the image on the host. @default false */
  keepOnDelete?: pulumi.Input<boolean>;
}

/**
 * An image on a host: built from a Dockerfile, sent from an archive over the host's own connection without a registry,
 * or pulled.
 *
 * @example Built on the host itself
 * const app = new moorage.Image("app", { host: web, build: { context: "./app" } });
 *
 * @example Built elsewhere, with a secret that leaves no trace, and sent
 * const app = new moorage.Image("app", {
 *   host: web,
 *   build: { context: "./app", on: builder, secrets: { npm: config.requireSecret("npmToken") } },
 * });
 *
 * @example Sent
 * const app = new moorage.Image("app", { host: web, archive: "./app.tar" });
 *
 * @example Pulled by its tag
 * const redis = new moorage.Image("redis", { host: web, name: "redis:7.4" });
 *
 * @example Sent, and pushed for others to pull
 * const app = new moorage.Image("app", { host: web, archive: "./app.tar", push: [{ registry: hub, name: "team/app:1.2" }] });
 */
export class Image extends pulumi.CustomResource {
  /** What containers name: changes when the content does. */
  declare readonly reference: pulumi.Output<string>;
  /** The engine's id of the image, `sha256:…`. */
  declare readonly imageId: pulumi.Output<string>;
  /** Name of the image with its tag, as the engine lists it. */
  declare readonly name: pulumi.Output<string>;
  /** Digest under which a registry knows a pulled image, `name@sha256:…`; undefined for one that was built or sent. */
  declare readonly repoDigest: pulumi.Output<string | undefined>;
  /** What the tag of a pulled image was in its registry when that was last asked, `name@sha256:…`. */
  declare readonly registryDigest: pulumi.Output<string | undefined>;
  /** Digests under which the registries of `push` know the image, `name@sha256:…`, in the order of `push`. */
  declare readonly pushedDigests: pulumi.Output<string[] | undefined>;

  constructor(name: string, args: ImageArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = {
      reference: undefined,
      imageId: undefined,
      repoDigest: undefined,
      registryDigest: undefined,
      pushedDigests: undefined,
    };
    const { build, ...others } = args;
    super(
      token("Image"),
      name,
      { name: undefined, ...(lower({ ...others, build: withLocal(build) }) as ImageArgs), ...outputs },
      withVersion(options),
    );
  }

  /** Whether a value is an Image. */
  static override isInstance(value: unknown): value is Image {
    return isNoun(value, "Image");
  }
}

/** The engine of the machine that runs the program as a link, whichever engine that is today. */
function withLocal(build: ImageBuildArgs | undefined): ImageBuildArgs | undefined {
  return build?.on === "local" ? { ...build, on: { hostId: "local", local: true } } : build;
}
