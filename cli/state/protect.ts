import { findResources, protectResources } from "../../engine/edit";
import type { Terminal } from "../terminal";
import { checkNames } from "./delete";
import { edit, type EditOptions } from "./edit";

export interface ProtectOptions extends EditOptions {
  readonly all?: boolean | undefined;
}

/** Protects resources from being deleted, or ends that. The next update sets it as the program says. */
export async function protect(
  terminal: Terminal,
  names: readonly string[],
  options: ProtectOptions,
  isProtected: boolean,
): Promise<void> {
  const { all = false } = options;
  const [word, past] = isProtected ? ["protect", "protected"] : ["unprotect", "unprotected"];
  checkNames(names, all);
  const question = isProtected
    ? "Protect them? An update whose program says nothing of it ends the protection"
    : "Take the protection away?";
  await edit(terminal, options, question, (resources) => {
    const living = resources.filter((resource) => !resource.delete);
    const meant = all ? living : findResources(living, names);
    return {
      resources: protectResources(resources, meant, isProtected),
      about: meant.map(({ urn }) => `${word} ${urn}`),
      done: all
        ? `All resources ${past}`
        : `${meant.length} ${meant.length === 1 ? "resource" : "resources"} ${past}`,
    };
  });
}
