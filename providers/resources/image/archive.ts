import type { ProviderStep } from "../../../sdk/plan";
import { EngineDownError } from "../../docker/errors";
import { UserError } from "../../errors";
import { type Archive, chooseImage, openArchive } from "../../images/archive";
import { ArchiveError } from "../../images/archive-error";
import { deliverImage } from "../../images/deliver-image";
import { formatPlatform, isForeign, linuxPlatform } from "../../images/platform";
import { parseReference, repositoryOf } from "../../images/reference";
import { findMissingLayers, type MissingLayers, type Shipment } from "../../images/send-image";
import { removeTemporaryImages, temporaryRepository } from "../../images/temporary-images";
import { ConnectionLostError } from "../../ssh/errors";
import { expectedReference, type ImageInputs } from "./inputs";
import { requireRoom } from "./room";
import type { Context, HostSession } from "../lifecycle";
import { formatBytes, transferProgress } from "./transfer-progress";

/** An archive to be sent to a host. */
export interface ArchiveDelivery {
  readonly path: string;
  /** The content that was checked. */
  readonly digest: string;
  /** The names that the image gets; the last one may belong to another image until then. */
  readonly names: readonly string[];
}

/** What is to be sent for these inputs; undefined for an image to be pulled, and while anything is unknown. */
export function archiveDelivery(inputs: ImageInputs, name: string): ArchiveDelivery | undefined {
  const { archive, archiveDigest } = inputs;
  const reference = expectedReference(inputs);
  if (typeof archive !== "string" || typeof archiveDigest !== "string" || typeof reference !== "string")
    return undefined;
  return { path: archive, digest: archiveDigest, names: [reference, name] };
}

/** How often a broken connection is made anew: each time, what has arrived stays. */
const ATTEMPTS = 3;

/** Something is on the host already, but not the whole image. */
export class UnfinishedDeliveryError extends Error {
  override readonly name = "UnfinishedDeliveryError";

  constructor(override readonly cause: UserError) {
    super(cause.message);
  }
}

/**
 * Sends an archive's image, on a new connection where one breaks. Rejects with UnfinishedDeliveryError where something
 * of it stayed on the host, otherwise with a UserError.
 */
export async function deliverArchive(
  context: Context,
  open: () => Promise<HostSession>,
  delivery: ArchiveDelivery,
): Promise<void> {
  const archive = await openChecked(delivery);
  let hasBegun = false;
  for (let attempt = 1; ; attempt++) {
    try {
      const session = await open();
      const { shipment, dataRoot } = await plan(context, session, archive, delivery);
      return await deliverImage(session.engine, shipment, delivery.names, async (missing) => {
        context.progress(describe(missing, session));
        await requireRoom(session, dataRoot, missing.bytes, context.signal);
        hasBegun = true;
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (attempt < ATTEMPTS && isBrokenConnection(error)) {
        context.progress("the connection broke; sending the rest");
      } else if (hasBegun && !(await isCleared(context, open, error))) {
        throw new UnfinishedDeliveryError(error);
      } else {
        throw error;
      }
    }
  }
}

/** Says what would be sent, and rejects where it is foreseen that it would not fit. Changes nothing. */
export async function foreseeDelivery(
  context: Context,
  session: HostSession,
  delivery: ArchiveDelivery,
): Promise<void> {
  const { shipment, dataRoot } = await plan(context, session, await openChecked(delivery), delivery);
  const missing = await findMissingLayers(session.engine, shipment);
  context.log("info", describe(missing, session));
  context.planned({ steps: [foreseenStep(missing, delivery)], bytesToSend: missing.bytes });
  await requireRoom(session, dataRoot, missing.bytes, context.signal);
}

function foreseenStep({ layers, held }: MissingLayers, { names }: ArchiveDelivery): ProviderStep {
  const image = names[0] ?? "the image";
  if (held === layers.length)
    return { kind: "tag", text: `name ${image}`, cause: "all of its layers are there" };
  const text = `send ${layers.length - held} of ${layers.length} layers of ${image}`;
  return { kind: "send", text, cause: "the host lacks them" };
}

async function openChecked({ path, digest }: ArchiveDelivery): Promise<Archive> {
  const archive = await openArchive(path);
  if (archive.digest === digest) return archive;
  throw new ArchiveError(path, "was changed since it was checked", { advice: "run again" });
}

async function plan(
  context: Context,
  { engine, remote, name }: HostSession,
  archive: Archive,
  delivery: ArchiveDelivery,
): Promise<{ shipment: Shipment; dataRoot: string }> {
  const info = await engine.system.info(context.signal);
  const platform = linuxPlatform(info.Architecture);
  const image = chooseImage(archive, platform);
  if (isForeign(image.platform, platform)) {
    const [its, host] = [image.platform, platform].map(formatPlatform);
    context.log(
      "warning",
      `The image in ${archive.path} is for ${its}; ${name} is ${host}, and may not run it.`,
    );
  }
  const shipment: Shipment = {
    archive,
    image,
    temporaryRepository: temporaryRepository(context.urn.text),
    likelyRepositories: delivery.names.map((each) => repositoryOf(parseReference(each))),
    compress: remote !== undefined,
    signal: context.signal,
    onProgress: transferProgress((text) => context.progress(`sent ${text}`)),
  };
  return { shipment, dataRoot: info.DockerRootDir };
}

function describe({ layers, held, bytes }: MissingLayers, { name }: HostSession): string {
  if (held === layers.length) return `${name} has all ${layers.length} layers of the image already.`;
  return `${name} lacks ${layers.length - held} of ${layers.length} layers of the image, ${formatBytes(bytes)}.`;
}

function isBrokenConnection(error: UserError): boolean {
  return error instanceof ConnectionLostError || error instanceof EngineDownError;
}

/** Whether nothing of a delivery is left. After a cut or a cancel all of it is left: the next run goes on from there. */
async function isCleared(
  context: Context,
  open: () => Promise<HostSession>,
  error: UserError,
): Promise<boolean> {
  if (isBrokenConnection(error) || context.signal.aborted) return false;
  const { engine } = await open();
  await removeTemporaryImages(engine.images, temporaryRepository(context.urn.text), context.signal);
  return true;
}
