import type { Readable } from "node:stream";
import { constants, createGzip } from "node:zlib";
import type { Builder, BuildRequest } from "../docker/builds";
import { compareApiVersions } from "../docker/api-version";
import type { Engine } from "../docker/engine";
import { through } from "../images/through";
import { redactor } from "../redact";
import { BuildError, BuilderLacksError } from "./build-error";
import { BuildProgress } from "./build-progress";
import { wantsMount, wantsOfBuildKit } from "./dockerfile-scan";
import { type RegistryLogin, registriesMethod } from "./session/registries";
import { secretsMethod } from "./session/secrets";
import { requireAgents, sshMethods } from "./session/ssh";
import { withSession } from "./session/session";

/** An image to be built. */
export interface ImageBuild {
  readonly request: Omit<BuildRequest, "builder" | "session" | "auths">;
  readonly dockerfileText: string;
  /** By id. They are only handed to steps that mount them. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Logins to the registries that base images come from. */
  readonly registries: readonly RegistryLogin[];
  /** Sockets of SSH agents, by id. They are only handed to steps that mount them. */
  readonly agentSockets: Readonly<Record<string, string>>;
  /** The context as a plain tar, as the builder wants it. */
  readonly openContext: (builder: Builder) => Readable;
  /** Whether the context is compressed on its way. */
  readonly compress: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called with one line whenever there is something new to say. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** The first version of the API whose engines can give a context to BuildKit whatever store they have. */
const ANY_STORE = "1.48";
const CONTAINERD = "io.containerd.snapshotter.v1";

/**
 * The builder of an engine that can build this. Rejects with BuilderLacksError, before anything is sent, where the
 * Dockerfile or the arguments want what it does not have. Changes nothing.
 */
export async function chooseBuilder(
  engine: Engine,
  build: Pick<ImageBuild, "dockerfileText" | "secrets" | "agentSockets" | "signal">,
): Promise<Builder> {
  const { dockerfileText, secrets, agentSockets, signal } = build;
  if (wantsMount(dockerfileText, "ssh") && Object.keys(agentSockets).length === 0) {
    const why = "no SSH agent is forwarded to it. Name one in `build.ssh`: `ssh: { default: {} }`.";
    throw new BuilderLacksError(engine.name, ["RUN --mount=type=ssh"], why);
  }
  const { DriverStatus } = await engine.system.info(signal);
  const isContainerd = (DriverStatus ?? []).some(
    ([key, value]) => key === "driver-type" && value === CONTAINERD,
  );
  if (!isContainerd || compareApiVersions(await engine.apiVersion(), ANY_STORE) >= 0) return "buildkit";
  const wants = wantsOfBuildKit(dockerfileText);
  if (Object.keys(secrets).length > 0) wants.push("`build.secrets`");
  if (Object.keys(agentSockets).length > 0) wants.push("`build.ssh`");
  if (wants.length === 0) return "classic";
  throw new BuilderLacksError(engine.name, wants, ONLY_CLASSIC);
}

const ONLY_CLASSIC =
  "only its classic builder can be used: BuildKit of an engine older than 28.0 that keeps its images in containerd's " +
  "store cannot read what is sent. Build on another engine with `build.on`, upgrade this one, or do without.";

/** Builds an image. Resolves with its id. Rejects with BuilderLacksError and BuildError; aborting ends the build. */
export async function buildImage(engine: Engine, build: ImageBuild): Promise<string> {
  const builder = await chooseBuilder(engine, build);
  if (builder === "classic") return run(engine, build, { builder, auths: authsOf(build.registries) });
  await requireAgents(build.agentSockets);
  // Without a session BuildKit pulls no base of a registry that hands out tokens, not even a public one.
  const methods = [
    secretsMethod(build.secrets),
    registriesMethod(build.registries),
    ...sshMethods(build.agentSockets),
  ];
  return withSession(engine, methods, (session) => run(engine, build, { builder, session }), build.signal);
}

function authsOf(registries: readonly RegistryLogin[]): BuildRequest["auths"] {
  return Object.fromEntries(
    registries.map(({ address, username, password }) => [
      address,
      { username, password, serveraddress: address },
    ]),
  );
}

async function run(
  engine: Engine,
  build: ImageBuild,
  how: Pick<BuildRequest, "builder" | "session" | "auths">,
): Promise<string> {
  const { request, signal, onProgress } = build;
  const redact = redactor([
    ...Object.values(build.secrets),
    ...build.registries.map(({ password }) => password),
  ]);
  const progress = new BuildProgress({ ...request, ...how });
  const context = build.openContext(how.builder);
  const upload = build.compress ? through(context, createGzip({ level: constants.Z_BEST_SPEED })) : context;
  for await (const entry of engine.builds.run(upload, { ...request, ...how }, signal)) {
    progress.add(entry);
    const line = progress.line();
    if (line !== undefined) onProgress?.(redact(line));
  }
  const { imageId, failure } = progress;
  if (failure !== undefined) throw new BuildError(engine.name, failure, redact);
  if (imageId !== undefined) return imageId;
  throw new BuildError(
    engine.name,
    { reason: "the engine does not say which image it built", step: undefined },
    redact,
  );
}
