import type { Paint } from "../colour";
import type { DisplayOptions } from "./display";

/** What is done to a stack, and what a preview of it is called. */
const verbs: Readonly<Record<DisplayOptions["kind"], readonly [string, string]>> = {
  update: ["Updating", "Previewing"],
  preview: ["Previewing", "Previewing"],
  refresh: ["Refreshing", "Previewing a refresh of"],
  destroy: ["Destroying", "Previewing a destroy of"],
  import: ["Importing into", "Previewing an import into"],
};

/** The line above everything: what is done to which stack. */
export function titleText({ kind, isPreview, project, stack }: DisplayOptions, paint: Paint): string {
  const [doing, previewing] = verbs[kind];
  return `${paint(`${isPreview ? previewing : doing} ${project}/${stack}`, "bold")}\n`;
}
