import type { Backend, StackReference } from "../../engine/backend";
import { EngineError } from "../../engine/errors";
import { exportStack } from "../../engine/transfer";
import type { Made } from "../../providers/reconcile/orphans";

/** Whether a stack has what was made on a host, whatever stack its labels name. */
export type KnownObjects = (hostId: string, made: Made) => boolean;

interface Deployment {
  readonly resources?: readonly { readonly type?: string; readonly id?: string }[];
}

/** What the states of stacks have on hosts: a stack that was renamed has more than what is labelled as its own. */
export async function knownObjects(
  backend: Backend,
  stacks: readonly StackReference[],
): Promise<KnownObjects> {
  const found = await Promise.all(stacks.map((stack) => keysOf(backend, stack)));
  const keys = new Set(found.flat());
  return (hostId, { kind, names, meantName }) =>
    [...names, meantName].some((name) => keys.has(keyOf(kind, `${hostId}/${name}`)));
}

async function keysOf(backend: Backend, stack: StackReference): Promise<string[]> {
  try {
    const { deployment } = (await exportStack(backend, stack)) as { deployment?: Deployment };
    return (deployment?.resources ?? []).flatMap(({ type, id }) => {
      const noun = /^moorage:index:(Container|Network|Volume|Image)$/.exec(type ?? "")?.[1];
      return noun === undefined || id === undefined ? [] : [keyOf(noun.toLowerCase(), id)];
    });
  } catch (error) {
    // A state that cannot be read is a reason to look for what is left.
    if (error instanceof EngineError) return [];
    throw error;
  }
}

/** All versions of an image are the resource's. */
function keyOf(kind: string, id: string): string {
  return `${kind} ${kind === "image" ? id.replace(/[:@][^/]*$/, "") : id}`;
}
