import { createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { buildImage, chooseBuilder, type ImageBuild } from "../../builds/build-image";
import { buildLabels, isBuiltFrom } from "../../builds/build-labels";
import { type BuildContext, readCheckedContext } from "../../builds/context/context";
import { describeChanges, type StoredContext } from "../../builds/context/changes";
import { type Retention, retireBuilds } from "../../builds/retire-builds";
import type { Engine } from "../../docker/engine";
import { connectionToError } from "../../docker/errors";
import { CancelledError, UserError } from "../../errors";
import { openArchive } from "../../images/archive";
import { inspectIfThere } from "../../images/observe-image";
import { parseReference, repositoryOf } from "../../images/reference";
import type { NamedImage } from "../../images/retire-images";
import { DiskSpaceError } from "../../linux/errors";
import type { Context, HostSession, Urn } from "../lifecycle";
import { deliverArchive } from "./archive";
import type { KnownBuild } from "./build-inputs";
import { isFormerly } from "./default-repository";
import { agentSockets } from "./build-ssh";
import { baseLogins, withBaseRegistry } from "./build-registries";
import { expectedReference, type ImageInputs } from "./inputs";
import { PacedLines } from "./paced-lines";
import { withScratchFolder } from "./scratch-folder";
import { requireRoom } from "./room";
import { formatBytes } from "./transfer-progress";

/** An image to be built for a host. */
export interface BuildDelivery {
  readonly urn: string;
  readonly build: KnownBuild;
  /** The files that were checked. */
  readonly buildContext: StoredContext;
  readonly spec: string;
  /** The names that the image gets; the last one may belong to another image until then. */
  readonly names: readonly [reference: string, name: string];
}

/** What is to be built for these inputs; undefined for another kind of image, and while anything is unknown. */
export function buildDelivery(urn: string, inputs: ImageInputs, name: string): BuildDelivery | undefined {
  const { build, buildContext, buildSpec } = inputs;
  const reference = expectedReference(inputs);
  if (build === undefined || buildContext === undefined) return undefined;
  if (typeof buildSpec !== "string" || typeof reference !== "string") return undefined;
  return { urn, build, buildContext, spec: buildSpec, names: [reference, name] };
}

/** Makes the image be on the host: builds it there, or elsewhere and sends it. One that is there is not built again. */
export async function deliverBuild(
  context: Context,
  open: () => Promise<HostSession>,
  delivery: BuildDelivery,
): Promise<void> {
  const session = await open();
  if (!(await isBuilt(session.engine, delivery, context.signal))) {
    const builder = (await openBuilder(context, delivery.build.on)) ?? session;
    if (!(await isBuilt(builder.engine, delivery, context.signal))) await build(context, builder, delivery);
    if (builder.hostId !== session.hostId) return transfer(context, builder, open, delivery);
  }
  const [reference, name] = delivery.names;
  const { tag = "latest", ...named } = parseReference(name);
  await session.engine.images.tag(reference, repositoryOf({ ...named, tag }), tag, context.signal);
}

/** Removes the oldest versions from the host, and from the one that built them. */
export async function keepNewest(
  context: Context,
  session: HostSession,
  { urn, build, names }: BuildDelivery,
  before: string | undefined,
): Promise<void> {
  const spared = before === undefined ? [names[0]] : [names[0], before];
  const keep = build.keep ?? DEFAULT_KEEP;
  const retention = { urn, ...repositoryOfBuilds(context.urn, names[0]), keep, spared };
  await retireBuilds(session.engine, retention, context.signal);
  const builder = await openBuilder(context, build.on);
  if (builder === undefined || builder.hostId === session.hostId) return;
  await retireBuilds(builder.engine, retention, context.signal);
}

const DEFAULT_KEEP = 2;

/** Removes all versions from a host. Resolves with those that a container needs. */
export function removeBuilds(
  { urn, signal }: Context,
  { engine }: HostSession,
  name: string,
): Promise<NamedImage[]> {
  const retention = { urn: urn.text, ...repositoryOfBuilds(urn, name), keep: 0, spared: [] };
  return retireBuilds(engine, retention, signal);
}

/** Removes all versions from the host that built them, where that is another one. One that does not answer keeps them. */
export async function removeFromBuilder(
  context: Context,
  on: BuilderLink | undefined,
  name: string,
): Promise<void> {
  try {
    const builder = await openBuilder(context, on);
    if (builder !== undefined) await removeBuilds(context, builder, name);
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    context.log("warning", `What was built for it elsewhere stays there: ${error.message}`);
  }
}

function repositoryOfBuilds(urn: Urn, name: string): Pick<Retention, "repository" | "isFormerly"> {
  const repository = repositoryOf(parseReference(name));
  return { repository, isFormerly: (former) => isFormerly(former, urn, repository) };
}

/** Says what would be built and why, and rejects where it is foreseen that it would fail. Changes nothing. */
export async function foreseeBuild(
  context: Context,
  session: HostSession,
  delivery: BuildDelivery,
  before: StoredContext | undefined,
): Promise<void> {
  const changes = before === undefined ? undefined : describeChanges(before, delivery.buildContext);
  if (await isBuilt(session.engine, delivery, context.signal)) return sayIsBuilt(context, session, changes);
  const builder = (await openBuilder(context, delivery.build.on, "preview")) ?? session;
  if (await isBuilt(builder.engine, delivery, context.signal)) return sayIsBuilt(context, builder, changes);
  const files = await readFiles(context, delivery);
  await chooseBuilder(builder.engine, imageBuild(context, builder, delivery, files));
  const { DockerRootDir } = await builder.engine.system.info(context.signal);
  await requireRoom(builder, DockerRootDir, files.totalBytes, context.signal);
  const amount = `${files.entries.length} files and folders, ${formatBytes(files.totalBytes)}`;
  context.planned({
    steps: [
      {
        kind: "build",
        text: `build ${delivery.names[0]} on ${builder.name}`,
        cause: changes ?? "it is not there",
      },
    ],
    bytesToSend: files.totalBytes,
  });
  context.log("info", `The image is built on ${builder.name}. Its build context: ${changes ?? amount}.`);
}

function sayIsBuilt(context: Context, { name }: HostSession, changes: string | undefined): void {
  context.planned({});
  const files = changes === undefined ? "" : ` Its build context: ${changes}.`;
  context.log("info", `${name} has the image of this build already.${files}`);
}

async function build(context: Context, builder: HostSession, delivery: BuildDelivery): Promise<void> {
  const files = await readFiles(context, delivery);
  const { DockerRootDir } = await builder.engine.system.info(context.signal);
  await requireRoom(builder, DockerRootDir, files.totalBytes, context.signal);
  context.progress(`building on ${builder.name}`);
  const lines = new PacedLines((line) => context.progress(line));
  const onProgress = (line: string): void => lines.say(line);
  try {
    await buildImage(builder.engine, { ...imageBuild(context, builder, delivery, files), onProgress });
  } catch (error) {
    throw withBaseRegistry(error, builder.name, delivery.build.registries);
  } finally {
    lines.end();
  }
}

function imageBuild(
  context: Context,
  { remote }: HostSession,
  { urn, build, spec, names }: BuildDelivery,
  files: BuildContext,
): ImageBuild {
  const { target, args, labels, platform, noCache, pull, secrets, registries, ssh } = build;
  const own = buildLabels(urn, spec);
  return {
    request: {
      ...{ tag: names[0], dockerfile: files.dockerfile, target, args, platform, noCache, pull },
      labels: { ...labels, ...own },
    },
    dockerfileText: files.dockerfileText,
    secrets: secrets ?? {},
    agentSockets: agentSockets(ssh ?? {}, context.hosts),
    registries: baseLogins(registries ?? [], context.config.credentials),
    openContext: (builder) => files.tar({ engineExcludes: builder === "classic" }),
    compress: remote !== undefined,
    signal: context.signal,
  };
}

/** Brings an image from the engine that built it, by way of a file here. */
async function transfer(
  context: Context,
  builder: HostSession,
  open: () => Promise<HostSession>,
  { names }: BuildDelivery,
): Promise<void> {
  await withScratchFolder(async (folder) => {
    const path = join(folder, "image.tar");
    context.progress(`fetching the image from ${builder.name}`);
    await save(builder, names[0], path, context.signal);
    const { digest } = await openArchive(path);
    await deliverArchive(context, open, { path, digest, names });
  });
}

async function save(builder: HostSession, name: string, path: string, signal: AbortSignal): Promise<void> {
  const saved = await builder.engine.images.save(name, signal);
  try {
    await pipeline(saved, createWriteStream(path, { mode: 0o600 }), { signal });
  } catch (error) {
    if (signal.aborted)
      throw new CancelledError(`Canceled: fetch an image from ${builder.name}.`, { cause: error });
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw connectionToError(error, builder.name);
    throw new DiskSpaceError(
      `The image does not fit on this machine on its way from ${builder.name}: make room in ${tmpdir()}, or set TMPDIR.`,
      { cause: error },
    );
  }
}

function readFiles({ signal }: Context, { build, buildContext }: BuildDelivery): Promise<BuildContext> {
  const { context, dockerfile, contextLimitMiB } = build;
  return readCheckedContext({ context, dockerfile, limitMiB: contextLimitMiB, signal }, buildContext.digest);
}

async function isBuilt(
  engine: Engine,
  { urn, spec, names }: BuildDelivery,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await inspectIfThere(engine.images, names[0], signal);
  return isBuiltFrom(found?.Config?.Labels, urn, spec);
}

type BuilderLink = NonNullable<KnownBuild["on"]>;

/** Where it is built, if not on the image's own host. */
async function openBuilder(
  { hosts, signal }: Context,
  on: BuilderLink | undefined,
  purpose: "apply" | "preview" = "apply",
): Promise<HostSession | undefined> {
  if (on === undefined) return undefined;
  // The engine of this machine, whichever that is today.
  if (on.local === true) return (await hosts.locate({ ...on }, { purpose, signal })).session;
  return hosts.open(on, { purpose, signal });
}
