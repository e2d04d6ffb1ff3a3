import { inspectIfThere, observeImage } from "../images/observe-image";
import { formatReference, parseReference } from "../images/reference";
import { type NamedImage, retireImages } from "../images/retire-images";
import { removeTemporaryImages, temporaryRepository } from "../images/temporary-images";
import { type Bag, UNKNOWN, type Value } from "./bag";
import { readOnHost, removeOnHost } from "./host-access";
import { applyImage } from "./image/apply";
import { removeBuilds, removeFromBuilder } from "./image/build";
import { imageDifferences } from "./image/diff";
import { checkImage, imageInputs } from "./image/inputs";
import { viewRegistries } from "./image/registry-view";
import { imageState, imageStateBag } from "./image/state";
import { childId, parseImportId } from "./import-id";
import { notThere, withoutName } from "./import-missing";
import type { Context, Lifecycle, ReadRequest, ReadResult, RemoveRequest } from "./lifecycle";

/** The life of an Image. */
export const image: Lifecycle = {
  check: (context, request) => checkImage(context, request),
  diff: (_context, request) => ({ differences: imageDifferences(request), deleteBeforeReplace: false }),
  read: readImage,
  apply: applyImage,
  remove: removeImage,
};

async function readImage(context: Context, request: ReadRequest): Promise<ReadResult> {
  const { inputs } = request;
  if (inputs === undefined) return importImage(context, request.id);
  const known = imageInputs(inputs);
  const { link, name } = known;
  const stored = imageState(request.state);
  if (link === undefined || name === UNKNOWN || stored === undefined) return undefined;
  // It never arrived as a whole: kept, so that the next update sends the rest, or a destroy removes what is there.
  if (stored.imageId === null) return { id: request.id, inputs, state: imageStateBag(inputs, stored) };
  return readOnHost(context, link, request, async (session) => {
    const { engine } = session;
    const found = await observeImage(engine.images, stored.reference, name, context.signal);
    // Another image under a name that holds the content's digest is not this one.
    const isMoved = stored.imageId !== found?.imageId && stored.reference !== name;
    if (found !== undefined && !isMoved) {
      const seen = await viewRegistries(context, session, known, stored, found);
      const state = { ...stored, ...seen, imageId: found.imageId, name: found.hasName ? name : null };
      return { id: request.id, inputs, state: imageStateBag(inputs, state) };
    }
    // Some engines forget a digest together with the last name of its image. A name that was moved to another image
    // is not for taking: the image of this digest is fetched again.
    const isReplaced =
      stored.repoDigest !== undefined && (await inspectIfThere(engine.images, name, context.signal));
    if (!isReplaced) return undefined;
    return { id: request.id, inputs, state: imageStateBag(inputs, { ...stored, name: null }) };
  });
}

async function importImage(context: Context, id: string): Promise<ReadResult> {
  const { address, name } = parseImportId(id);
  if (name === undefined) throw withoutName("image", id);
  const open = { purpose: "read", signal: context.signal } as const;
  const { session, link } = await context.hosts.locate(address, open);
  const listed = formatReference(parseReference(name));
  const found = await observeImage(session.engine.images, listed, listed, context.signal);
  if (found === undefined) throw notThere("image", listed, session);
  const host = { ...link } as unknown as Value;
  const inputs: Bag = { values: { host, name: listed, keepOnDelete: false }, secrets: [] };
  const [repoDigest] = found.repoDigests;
  const state = {
    reference: repoDigest ?? listed,
    imageId: found.imageId,
    name: listed,
    repoDigest,
    previous: [],
  };
  return { id: childId(link.hostId, listed), inputs, state: imageStateBag(inputs, state) };
}

async function removeImage(context: Context, request: RemoveRequest): Promise<void> {
  const { link, keepOnDelete, build, name: given } = imageInputs(request.inputs);
  const stored = imageState(request.state);
  if (link === undefined) return;
  await removeOnHost(context, link, async (session) => {
    const { engine, name: host } = session;
    await removeTemporaryImages(engine.images, temporaryRepository(context.urn.text), context.signal);
    if (stored === undefined || keepOnDelete) return;
    if (build !== undefined && given !== UNKNOWN) {
      for (const kept of await removeBuilds(context, session, given)) sayKept(context, kept, host);
      await removeFromBuilder(context, build.on, given);
    }
    const { reference, imageId, name, previous } = stored;
    const current = [reference, name].flatMap((each) =>
      each === null || imageId === null ? [] : [{ name: each, imageId }],
    );
    for (const kept of await retireImages(engine, [...previous, ...current], context.signal)) {
      sayKept(context, kept, host);
    }
  });
}

function sayKept(context: Context, { name }: NamedImage, host: string): void {
  context.log("info", `${name} stays on ${host}: a container needs it.`);
}
