import type { HostLink } from "../../../sdk/link";
import { NameTakenError } from "../../apply/container/errors";
import { namingOption } from "../../apply/naming-option";
import { absentAsUndefined } from "../../apply/container/observe";
import { ConflictError, NotFoundError } from "../../docker/errors";
import type { VolumeInspectJson } from "../../docker/volumes";
import { CancelledError, UserError } from "../../errors";
import { describeOwner } from "../../reconcile/ownership";
import { specHash } from "../../reconcile/spec-hash";
import { changedRows, observedRow, rowNames } from "../../reconcile/table";
import { volumeOptions, volumeRequest, type VolumeSpec } from "../../reconcile/volume/options";
import { type Bag, hasUnknown, UNKNOWN, type Value } from "../bag";
import { childInputs, ownerOf } from "../child-inputs";
import type { Foreseen } from "../foreseen";
import { openForPreview } from "../host-access";
import { childId } from "../import-id";
import {
  type ApplyRequest,
  type ApplyResult,
  type Context,
  type HostSession,
  PartialError,
} from "../lifecycle";
import { pick, stateOf } from "../table-differences";
import { howToAdopt } from "../adoption";
import { hasContent, VolumeInUseError, VolumeNotEmptyError } from "./content";
import { isOurs, labelledUrn } from "./owner";

/** The names of a volume's options. */
export const volumeOptionNames = rowNames(volumeOptions);

/** Makes a volume be there. What is there is kept, unless it cannot be what it shall be and may be destroyed. */
export async function applyVolume(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  if (request.preview) return previewVolume(context, request);
  const { link, name } = childInputs(request.inputs);
  if (link === undefined || name === UNKNOWN) throw new TypeError("a volume is applied with unknown inputs");
  const session = await context.hosts.open(link, { purpose: "apply", signal: context.signal });
  const id = request.id ?? childId(link.hostId, name);
  const owner = ownerOf(context.urn, name);
  const found = await look(context, session, link, request, name);
  if (found !== undefined && needsAnother(found, request).length === 0) {
    return { id, state: volumeState(request.inputs, found) };
  }
  if (found !== undefined) await destroy(context, session, found, request.inputs);
  const create = volumeRequest(volumeSpec(request.inputs), owner, specHash(request.inputs));
  context.progress(`creating volume ${name}`);
  try {
    return { id, state: volumeState(request.inputs, await session.engine.volumes.create(create)) };
  } catch (failure) {
    const error = namingOption(failure, volumeOptions, volumeSpec(request.inputs));
    if (found === undefined || !(error instanceof UserError)) throw error;
    throw new PartialError(error, { id, inputs: request.oldInputs ?? request.inputs, state: request.inputs });
  }
}

/** Removes a volume with what lies in it, if that may be: nothing does, or `forceDestroy` was given. */
export async function destroy(
  context: Context,
  session: HostSession,
  volume: VolumeInspectJson,
  inputs: Bag,
): Promise<void> {
  const { Name: name } = volume;
  const isForced = inputs.values["forceDestroy"] === true;
  if (!isForced && (await hasContent(session, volume, context.signal))) {
    throw new VolumeNotEmptyError(
      `Volume ${name} on ${session.name} has data in it and is not destroyed. Set forceDestroy: true and run ` +
        `\`pulumi up\` before you destroy it, or keep it with the resource option retainOnDelete.`,
      { property: "forceDestroy" },
    );
  }
  context.progress(`removing volume ${name}`);
  try {
    await session.engine.volumes.remove(name, context.signal);
  } catch (error) {
    if (error instanceof NotFoundError) return;
    if (!(error instanceof ConflictError)) throw error;
    throw await inUse(context, session, name, error);
  }
}

/** What is stored of a volume. */
export function volumeState(inputs: Bag, facts: VolumeInspectJson): Bag {
  const spec = volumeSpec(inputs);
  const observed = volumeOptionNames.map((name) => [
    name,
    observedRow(volumeOptions, name, { spec, facts, formerly: spec }) as Value | undefined,
  ]);
  return stateOf(inputs, {
    ...(Object.fromEntries(observed) as Record<string, Value | undefined>),
    name: facts.Name,
    mountpoint: facts.Mountpoint,
    ...labelledUrn(facts),
  });
}

/** Looks for the volume; refuses where somebody else's has the name. */
async function look(
  context: Context,
  session: HostSession,
  link: HostLink,
  request: ApplyRequest,
  name: string,
): Promise<VolumeInspectJson | undefined> {
  const { engine, name: host } = session;
  const found = await absentAsUndefined(() => engine.volumes.inspect(name, context.signal));
  if (found === undefined || isOurs(found, ownerOf(context.urn, name), request.oldState)) return found;
  throw new NameTakenError(
    `A volume named ${name} is on ${host} already, and ${describeOwner(found.Labels)}. It was not touched. ` +
      `Choose another name, or ${howToAdopt(context.urn, link, name)}`,
    { property: "name" },
  );
}

async function previewVolume(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  const { link, name, hostId } = childInputs(request.inputs);
  const isKnown = hostId !== UNKNOWN && name !== UNKNOWN;
  const id = request.id ?? (isKnown ? childId(hostId, name) : undefined);
  const session = link === undefined || name === UNKNOWN ? undefined : await openForPreview(context, link);
  let found: VolumeInspectJson | undefined;
  if (session !== undefined && link !== undefined && name !== UNKNOWN) {
    try {
      found = await look(context, session, link, request, name);
      context.planned(
        foreseeVolume(name, found, found === undefined ? [] : needsAnother(found, request), request),
      );
    } catch (error) {
      const isFinal = error instanceof NameTakenError || error instanceof CancelledError;
      if (isFinal || !(error instanceof UserError)) throw error;
      context.log("warning", `The preview knows less of the volume: ${error.message}`);
    }
  }
  if (session === undefined) context.planned({ hostSeen: false });
  const { values, secrets } = request.inputs;
  return { id, state: { values: { ...values, mountpoint: found?.Mountpoint ?? UNKNOWN }, secrets } };
}

function foreseeVolume(
  name: string,
  found: VolumeInspectJson | undefined,
  changes: readonly string[],
  { inputs }: ApplyRequest,
): Foreseen {
  const create = { kind: "create", text: `create volume ${name}` };
  if (found === undefined) return { steps: [{ ...create, cause: "it is not there" }] };
  if (changes.length === 0) return {};
  const cause = `${changes.join(", ")} changed`;
  return {
    steps: [
      { kind: "remove", text: `remove volume ${name}`, cause },
      { ...create, cause },
    ],
    volumesAtRisk: [
      { name, action: "replaced", dataIsDestroyed: inputs.values["forceDestroy"] === true, cause },
    ],
  };
}

function needsAnother(facts: VolumeInspectJson, { inputs, oldInputs }: ApplyRequest): readonly string[] {
  const formerly = oldInputs && volumeSpec(oldInputs);
  return changedRows(volumeOptions, { spec: volumeSpec(inputs), facts, formerly });
}

function volumeSpec(bag: Bag): VolumeSpec {
  if (volumeOptionNames.some((name) => hasUnknown(bag.values[name]))) return {};
  return pick(volumeOptionNames, bag) as unknown as VolumeSpec;
}

async function inUse(
  context: Context,
  session: HostSession,
  volume: string,
  cause: ConflictError,
): Promise<VolumeInUseError> {
  const users = await session.engine.containers.list({
    filters: { volume: [volume] },
    signal: context.signal,
  });
  const names = users.map(({ Names, Id }) => (Names[0] ?? Id).replace(/^\//, ""));
  return new VolumeInUseError(
    `Volume ${volume} on ${session.name} is used by ${names.join(", ")}, and was not removed. Remove that first.`,
    { cause },
  );
}
