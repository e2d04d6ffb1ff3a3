import { deleteResources, findResources } from "../../engine/edit";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";
import { edit, type EditOptions } from "./edit";

export interface DeleteOptions extends EditOptions {
  readonly all?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly targetDependents?: boolean | undefined;
}

/** Takes resources out of the state. What they stand for is not touched. */
export async function deleteFromState(
  terminal: Terminal,
  names: readonly string[],
  options: DeleteOptions,
): Promise<void> {
  const { all = false, force, targetDependents } = options;
  checkNames(names, all);
  await edit(terminal, options, "Delete them from the state?", (resources) => {
    const doomed = all ? resources : findResources(resources, names);
    const { deleted, kept } = deleteResources(resources, doomed, { force, targetDependents });
    const count = deleted.length;
    return {
      resources: kept,
      about: deleted.map(({ urn }) => `delete ${urn}`),
      done: count === 1 ? "Resource deleted" : `${count} resources deleted`,
    };
  });
}

/** Either resources are named, or all are meant. @throws Failure */
export function checkNames(names: readonly string[], all: boolean): void {
  if (all === names.length > 0) {
    const message = all ? "--all means all: name no resources beside it" : "name the resources, or say --all";
    throw new Failure(`${message}. \`moorage stack --show-urns\` lists them`, { exitCode: EXIT.usage });
  }
}
