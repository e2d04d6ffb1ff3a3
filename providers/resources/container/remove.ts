import { observeContainers } from "../../apply/container/observe";
import { ConflictError, NotFoundError } from "../../docker/errors";
import { type ContainerFacts, isAnonymous } from "../../reconcile/container/observe";
import { isServing } from "../../reconcile/container/settle";
import { UNKNOWN } from "../bag";
import { childInputs, ownerOf } from "../child-inputs";
import { removeOnHost } from "../host-access";
import type { Context, HostSession, RemoveRequest } from "../lifecycle";
import { removeFiles } from "./files";
import { containerIdIn } from "./state";

/** Removes a resource's containers, what an interrupted run left included. Named volumes stay. */
export async function removeContainer(context: Context, request: RemoveRequest): Promise<void> {
  const { link, name } = childInputs(request.inputs);
  if (link === undefined || name === UNKNOWN) return;
  const owner = ownerOf(context.urn, name);
  await removeOnHost(context, link, async (session) => {
    const knownId = containerIdIn(request.state);
    const { slots } = await observeContainers(session.engine, owner, knownId, context.signal);
    // The new one first: it is not to take over while the others go.
    for (const facts of [slots.next, slots.previous, slots.current, slots.renamed]) {
      if (facts !== undefined) await removeOne(context, session, facts);
    }
    await removeFiles(context, session, request.inputs, Object.values(slots));
  });
}

async function removeOne(context: Context, { engine }: HostSession, facts: ContainerFacts): Promise<void> {
  if (isServing(facts)) {
    context.progress(`stopping ${facts.name}`);
    await unlessGone(() => engine.containers.stop(facts.id, context.signal));
  }
  context.progress(`removing ${facts.name}`);
  await unlessGone(() => engine.containers.remove(facts.id, { signal: context.signal }));
  for (const mount of facts.mounts.filter(isAnonymous)) {
    // The engine removes only those that it made for this very container; they may have been handed on.
    await unlessGone(() => engine.volumes.remove(mount.Name ?? "", context.signal), ConflictError);
  }
}

/** Does what may have been done already. */
async function unlessGone(
  act: () => Promise<void>,
  ...alsoFine: readonly (new (...args: never[]) => Error)[]
): Promise<void> {
  try {
    await act();
  } catch (error) {
    const isFine = [NotFoundError, ...alsoFine].some((type) => error instanceof type);
    const isUnderWay = error instanceof ConflictError && /already in progress/.test(error.reason);
    if (!isFine && !isUnderWay) throw error;
  }
}
