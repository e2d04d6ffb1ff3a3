import { CancelledError, UserError } from "../../errors";
import { ArchiveError } from "../../images/archive-error";
import { observeImage } from "../../images/observe-image";
import { DiskSpaceError } from "../../linux/errors";
import { UNKNOWN } from "../bag";
import { openForPreview } from "../host-access";
import { BuilderLacksError } from "../../builds/build-error";
import { ContextError } from "../../builds/context/errors";
import { buildDelivery, foreseeBuild } from "./build";
import { checkedBuild } from "./build-inputs";
import { archiveDelivery, foreseeDelivery } from "./archive";
import { contentDigest, expectedReference, type ImageInputs } from "./inputs";
import { followed } from "./registry-view";
import { type ImageState, imageState, imageStateBag, repoDigestOf } from "./state";
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
    repoDigest: contentDigest(inputs) === undefined ? UNKNOWN : undefined,
    registryDigest: stored?.registryDigest,
    pushedDigests: inputs.pushes === UNKNOWN || inputs.pushes.length > 0 ? UNKNOWN : undefined,
    previous: stored?.previous ?? [],
  };
  const session = link === undefined ? undefined : await openForPreview(context, link);
  if (session === undefined) context.planned({ hostSeen: false });
  const state =
    session === undefined ? foreseen : await lookAhead(context, request, session, inputs, foreseen);
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
    const isFinal = FINAL.some((kind) => error instanceof kind);
    if (isFinal || !(error instanceof UserError)) throw error;
    const [context, , , , foreseen] = looked;
    context.log("warning", `The preview knows less of the image: ${error.message}`);
    return foreseen;
  }
}

/** The update would fail by the same. */
const FINAL = [ArchiveError, BuilderLacksError, ContextError, DiskSpaceError, CancelledError] as const;

/** What a look at the host adds to a preview. */
async function foresee(
  context: Context,
  request: ApplyRequest,
  session: HostSession,
  inputs: ImageInputs,
  foreseen: ImageState,
): Promise<ImageState> {
  const { name } = inputs;
  if (name === UNKNOWN) return foreseen;
  const delivery = archiveDelivery(inputs, name);
  if (delivery !== undefined) {
    await foreseeDelivery(context, session, delivery);
    return foreseen;
  }
  const build = buildDelivery(context.urn.text, inputs, name);
  if (build !== undefined) {
    const before = request.oldInputs === undefined ? undefined : checkedBuild(request.oldInputs).buildContext;
    await foreseeBuild(context, session, build, before);
    return foreseen;
  }
  if (contentDigest(inputs) !== undefined) return foreseen;
  const found = await observeImage(session.engine.images, name, name, context.signal);
  if (found === undefined) {
    context.planned({ steps: [{ kind: "pull", text: `pull ${name}`, cause: "it is not there" }] });
    return foreseen;
  }
  const repoDigest = repoDigestOf(found, imageState(request.oldState), name);
  const here = { ...foreseen, reference: repoDigest ?? name, imageId: found.imageId, repoDigest };
  const newer = await followed(context, session, inputs, found);
  const isNewer = newer.reference !== undefined;
  const pull = { kind: "pull", text: `pull ${name}`, cause: "its registry has another one" };
  context.planned({ steps: isNewer ? [pull] : [] });
  return { ...here, ...newer };
}
