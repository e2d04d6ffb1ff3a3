import { UserError } from "../../errors";
import { observeImage } from "../../images/observe-image";
import { parseReference, repositoryOf } from "../../images/reference";
import { type NamedImage, retireImages } from "../../images/retire-images";
import { type Bag, UNKNOWN } from "../bag";
import { type BuildDelivery, buildDelivery, deliverBuild, keepNewest } from "./build";
import { type ArchiveDelivery, archiveDelivery, deliverArchive, UnfinishedDeliveryError } from "./archive";
import { previewImage } from "./preview";
import { contentDigest, type ImageInputs, imageInputs } from "./inputs";
import { imageState, imageStateBag, type KnownImageState, repoDigestOf } from "./state";
import { childId } from "../import-id";
import {
  type ApplyRequest,
  type ApplyResult,
  type Context,
  type HostSession,
  PartialError,
} from "../lifecycle";
import { viewRegistries } from "./registry-view";
import { pullFrom, pushToAll } from "./transfer";

/** Makes the image be on the host, or in a preview says what it would be and what had to be sent. */
export async function applyImage(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  const inputs = imageInputs(request.inputs);
  if (request.preview) return previewImage(context, request, inputs);
  const { link, name } = inputs;
  if (link === undefined || name === UNKNOWN) throw new TypeError("an image is applied with unknown inputs");

  const id = request.id ?? childId(link.hostId, name);
  const open = (): Promise<HostSession> =>
    context.hosts.open(link, { purpose: "apply", signal: context.signal });
  const delivery = archiveDelivery(inputs, name) ?? buildDelivery(context.urn.text, inputs, name);
  if (delivery === undefined && contentDigest(inputs) !== undefined)
    throw new TypeError("an image is built or sent with unknown inputs");
  if (delivery === undefined) await pull(context, await open(), request, inputs, name);
  else await deliver(context, open, { ...request, id }, delivery);

  const session = await open();
  const stored = imageState(request.oldState);
  const found = await observedState(context, session, name, delivery, stored);
  const state = { ...found, ...(await viewRegistries(context, session, inputs, found, found)) };
  const isBuild = delivery !== undefined && "spec" in delivery;
  if (isBuild) await keepNewest(context, session, delivery, stored?.reference);
  const retired = outdated(stored, state).filter(({ name: each }) => !(isBuild && isVersionOf(each, name)));
  const previous = await retireImages(session.engine, retired, context.signal);
  const delivered = { id, inputs: request.inputs, state: { ...state, previous } };
  return { id, state: imageStateBag(request.inputs, await pushed(context, session, inputs, delivered)) };
}

/** Pushes an image that is on its host, so that a failure leaves it there, to be pushed by the next update. */
async function pushed(
  context: Context,
  session: HostSession,
  { pushes }: ImageInputs,
  { id, inputs, state }: { id: string; inputs: Bag; state: KnownImageState },
): Promise<KnownImageState> {
  if (pushes === UNKNOWN || pushes.length === 0) return state;
  try {
    return { ...state, pushedDigests: await pushToAll(context, session, state.reference, pushes) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new PartialError(error, { id, inputs, state: imageStateBag(inputs, state) });
  }
}

async function deliver(
  context: Context,
  open: () => Promise<HostSession>,
  request: ApplyRequest & { readonly id: string },
  delivery: ArchiveDelivery | BuildDelivery,
): Promise<void> {
  try {
    if ("spec" in delivery) await deliverBuild(context, open, delivery);
    else await deliverArchive(context, open, delivery);
  } catch (error) {
    if (!(error instanceof UnfinishedDeliveryError)) throw error;
    const nothing = {
      reference: delivery.names[0] ?? "",
      imageId: null,
      name: null,
      repoDigest: undefined,
      previous: [],
    };
    throw new PartialError(error.cause, {
      id: request.id,
      inputs: request.oldInputs ?? request.inputs,
      state: request.oldState ?? imageStateBag(request.inputs, nothing),
    });
  }
}

/** Fetches an image, unless it is there. A name that was moved away by hand goes back to the image that was fetched. */
async function pull(
  context: Context,
  session: HostSession,
  request: ApplyRequest,
  inputs: ImageInputs,
  name: string,
): Promise<void> {
  const stored = imageState(request.oldState);
  const isKept = inputs.pullPolicy === "missing" && request.oldInputs?.values["name"] === name;
  const source = (isKept ? stored?.repoDigest : undefined) ?? name;
  await pullFrom(context, session, source, inputs);
  const { tag } = parseReference(name);
  if (source === name || tag === undefined) return;
  await session.engine.images.tag(source, repositoryOf(parseReference(name)), tag, context.signal);
}

async function observedState(
  context: Context,
  session: HostSession,
  name: string,
  delivery: ArchiveDelivery | BuildDelivery | undefined,
  stored: KnownImageState | undefined,
): Promise<KnownImageState & { readonly repoDigests: readonly string[] }> {
  const found = await observeImage(session.engine.images, delivery?.names[0] ?? name, name, context.signal);
  if (found === undefined)
    throw new UserError(`The image ${name} vanished from ${session.name} while it was made. Run again.`);
  const repoDigest = delivery === undefined ? repoDigestOf(found, stored, name) : undefined;
  return {
    reference: delivery?.names[0] ?? repoDigest ?? name,
    imageId: found.imageId,
    name: found.hasName ? name : null,
    repoDigest,
    repoDigests: found.repoDigests,
    previous: [],
  };
}

/** Whether a name is in the repository of which a build keeps versions. */
function isVersionOf(name: string, of: string): boolean {
  return repositoryOf(parseReference(name)) === repositoryOf(parseReference(of));
}

/** The names of the version before this one and of those before it. */
function outdated(stored: KnownImageState | undefined, state: KnownImageState): NamedImage[] {
  if (stored === undefined) return [];
  const { imageId } = stored;
  const names = imageId === null ? [] : [stored.reference, stored.name].filter((name) => name !== null);
  const last = imageId === null ? [] : names.map((name) => ({ name, imageId }));
  return [...stored.previous, ...last].filter(({ name }) => name !== state.reference && name !== state.name);
}
