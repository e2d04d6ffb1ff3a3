import { deleteResources, findResources } from "../../engine/edit";
import type { ResourceState } from "../../engine/state";
import { isProviderType, parseUrn } from "../../engine/urn";
import type { Terminal } from "../terminal";
import { edit, type EditOptions } from "./edit";

export interface ForgetOptions extends EditOptions {
  readonly force?: boolean | undefined;
  readonly targetDependents?: boolean | undefined;
}

/** Makes a stack forget hosts and what is on them. Nothing is dialled, and nothing on the hosts changes. */
export async function forget(
  terminal: Terminal,
  names: readonly string[],
  options: ForgetOptions,
): Promise<void> {
  const { force, targetDependents } = options;
  await edit(terminal, options, "Forget them? They stay as they are", (resources) => {
    const meant = findResources(resources.filter(isForgettable), names);
    const { deleted, kept } = deleteResources(resources, meant, { force, targetDependents });
    return {
      resources: kept,
      about: deleted.map(({ type, urn }) => `forget ${type.split(":").at(-1) ?? type} ${parseUrn(urn).name}`),
      done: `${deleted.length} forgotten; nothing was changed on any host`,
    };
  });
}

/** A name is a host's or an object's; the stack's own records are for `moorage state`. */
function isForgettable({ type }: ResourceState): boolean {
  return type.startsWith("moorage:") && !isProviderType(type);
}
