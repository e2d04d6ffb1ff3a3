import { CancelledError, UserError } from "../../errors";
import { ArchiveError } from "../../images/archive-error";
import { observeImage } from "../../images/observe-image";
import { DiskSpaceError } from "../../linux/errors";
import { UNKNOWN } from "../bag";
import { openForPreview } from "../host-access";
import { archiveDelivery, foreseeDelivery } from "./archive";
import { expectedReference, type ImageInputs } from "./inputs";
import { type ImageState, imageState, imageStateBag, type KnownImageState, repoDigestOf } from "./state";
import { childId } from "../import-id";
import type { ApplyRequest, ApplyResult, Context, HostSession } from "../lifecycle";

/**
 * What an image would be, and what of it the host lacks. Rejects where it is foreseen that the update would fail by
 * the archive or for want of room.
 */
export async function previewImage(
  context: Context,
  request: ApplyRequest,
  inputs: ImageInputs,
): Promise<ApplyResult> {
  const { link, name, hostId } = inputs;
  const stored = imageState(request.oldState);
  const isSame = stored?.imageId !== null && stored?.reference === expectedReference(inputs);
  const foreseen: ImageState = {
    reference: expectedReference(inputs) ?? UNKNOWN,
    imageId: isSame && stored !== undefined ? stored.imageId : UNKNOWN,
    name,
    repoDigest: inputs.archive === undefined ? UNKNOWN : undefined,
    previous: stored?.previous ?? [],
  };
  const session = link === undefined ? undefined : await openForPreview(context, link);
  const state =
    session === undefined ? foreseen : await lookAhead(context, session, inputs, stored, foreseen);
  const isKnown = typeof hostId === "string" && name !== UNKNOWN;
  return {
    id: request.id ?? (isKnown ? childId(hostId, name) : undefined),
    state: imageStateBag(request.inputs, state),
  };
}

async function lookAhead(...looked: Parameters<typeof foresee>): Promise<ImageState> {
  try {
    return await foresee(...looked);
  } catch (error) {
    const isFinal =
      error instanceof ArchiveError || error instanceof DiskSpaceError || error instanceof CancelledError;
    if (isFinal || !(error instanceof UserError)) throw error;
    const [context, , , , foreseen] = looked;
    context.log("warning", `The preview knows less of the image: ${error.message}`);
    return foreseen;
  }
}

/** What a look at the host adds to a preview. */
async function foresee(
  context: Context,
  session: HostSession,
  inputs: ImageInputs,
  stored: KnownImageState | undefined,
  foreseen: ImageState,
): Promise<ImageState> {
  const { name } = inputs;
  if (name === UNKNOWN) return foreseen;
  const delivery = archiveDelivery(inputs, name);
  if (delivery !== undefined) {
    await foreseeDelivery(context, session, delivery);
    return foreseen;
  }
  if (inputs.archive !== undefined) return foreseen;
  const found = await observeImage(session.engine.images, name, name, context.signal);
  if (found === undefined) return foreseen;
  const repoDigest = repoDigestOf(found, stored, name);
  return { ...foreseen, reference: repoDigest ?? name, imageId: found.imageId, repoDigest };
}
