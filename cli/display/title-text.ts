import type { Paint } from "../colour";
import type { DisplayOptions } from "./display";

const verbs: Readonly<Record<DisplayOptions["kind"], string>> = {
  update: "Updating",
  preview: "Previewing",
  refresh: "Refreshing",
  destroy: "Destroying",
  import: "Importing into",
};

/** The line above everything: what is done to which stack. */
export function titleText({ kind, isPreview, project, stack }: DisplayOptions, paint: Paint): string {
  const verb = isPreview && kind !== "preview" ? `Previewing: ${verbs[kind].toLowerCase()}` : verbs[kind];
  return `${paint(`${verb} ${project}/${stack}`, "bold")}\n`;
}
