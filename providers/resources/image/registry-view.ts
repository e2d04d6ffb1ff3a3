import type { ObservedImage } from "../../images/observe-image";
import { UNKNOWN } from "../bag";
import type { Context, HostSession } from "../lifecycle";
import type { ImageInputs } from "./inputs";
import { type ImageState, type KnownImageState } from "./state";
import { digestInRegistry, isAsked } from "./transfer";

/** What registries say of an image that is on its host. */
export async function viewRegistries(
  context: Context,
  session: HostSession,
  inputs: ImageInputs,
  state: KnownImageState,
  found: Pick<ObservedImage, "repoDigests">,
): Promise<Pick<KnownImageState, "registryDigest" | "pushedDigests">> {
  const registryDigest = await tagOf(context, session, inputs, state, found);
  const pushedDigests = await pushedTags(context, session, inputs, state);
  return { registryDigest, pushedDigests };
}

/** The image that an update would pull, where the registry has another one than the host and that is followed. */
export async function followed(
  context: Context,
  session: HostSession,
  inputs: ImageInputs,
  found: ObservedImage,
): Promise<Partial<ImageState>> {
  const { name, registry, pullPolicy } = inputs;
  if (name === UNKNOWN || pullPolicy !== "always") return {};
  const digest = await digestInRegistry(context, session, name, registry);
  if (typeof digest !== "string" || found.repoDigests.includes(digest)) return {};
  return { reference: digest, imageId: UNKNOWN, repoDigest: digest, registryDigest: digest };
}

async function tagOf(
  context: Context,
  session: HostSession,
  inputs: ImageInputs,
  { repoDigest, registryDigest }: KnownImageState,
  { repoDigests }: Pick<ObservedImage, "repoDigests">,
): Promise<string | undefined> {
  const { name } = inputs;
  if (name === UNKNOWN || repoDigest === undefined || !isAsked(inputs)) return undefined;
  const now = await digestInRegistry(context, session, name, inputs.registry);
  if (now === undefined) return registryDigest;
  if (now === null) {
    context.log("warning", `${name} is not in its registry any more; ${session.name} has it still.`);
    return registryDigest;
  }
  // One image may have several digests: that which is stored stays, so that nothing seems to change.
  if (repoDigests.includes(now)) return repoDigest;
  if (inputs.pullPolicy === "missing" && now !== registryDigest) {
    context.log(
      "info",
      `${name} was moved in its registry to ${now}; ${session.name} keeps ${repoDigest}, as pullPolicy is "missing".`,
    );
  }
  return now;
}

async function pushedTags(
  context: Context,
  session: HostSession,
  { pushes }: ImageInputs,
  { pushedDigests }: KnownImageState,
): Promise<readonly string[] | undefined> {
  if (pushes === UNKNOWN || pushedDigests?.length !== pushes.length) return pushedDigests;
  const left: string[] = [];
  for (const [index, { name, registry }] of pushes.entries()) {
    const digest = pushedDigests[index] ?? "";
    const now = await digestInRegistry(context, session, name, registry);
    if (now === undefined || now === digest) left.push(digest);
  }
  return left;
}
