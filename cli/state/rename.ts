import { findResources, renameResource } from "../../engine/edit";
import type { Terminal } from "../terminal";
import { edit, type EditOptions } from "./edit";

/** Gives a resource another name in the state, as its program has it by now. */
export async function rename(
  terminal: Terminal,
  resource: string,
  name: string,
  options: EditOptions,
): Promise<void> {
  await edit(terminal, options, "Rename it in the state?", (resources) => {
    const [meant] = findResources(resources, [resource]);
    if (meant === undefined) throw new TypeError("one resource that is asked for is one that is found");
    const { resources: renamed, urn } = renameResource(resources, meant, name);
    return { resources: renamed, about: [`rename ${meant.urn}`, `    to ${urn}`], done: "Resource renamed" };
  });
}
