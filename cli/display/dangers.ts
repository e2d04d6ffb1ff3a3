import type { StepMetadata } from "../../engine/events/engine-event";
import { resourceLabel } from "./resource-label";

/** Why a step deserves a second look before it is done; undefined for what does not. */
export function dangerOf({ op, urn, type, old }: StepMetadata): string | undefined {
  if ((op !== "delete" && op !== "replace") || old === null || old.retainOnDelete === true) return undefined;
  const { name } = resourceLabel(urn);
  switch (type) {
    case "moorage:index:Volume": {
      const [what, doing] = op === "delete" ? ["deletes", "deleted"] : ["replaces", "replaced"];
      return old.inputs["forceDestroy"] === true
        ? `This ${what} the volume ${name} with all the data in it.`
        : `The volume ${name} is to be ${doing}; it is refused if there is data in it.`;
    }
    case "docker:index/volume:Volume":
      return `This ${op}s the volume ${name} with all the data in it.`;
    case "moorage:index:Host":
      return op === "replace"
        ? `The host ${name} is replaced: everything on it is made anew, and the data on the old one is not moved.`
        : undefined;
    case "moorage:index:Sandbox":
      return op === "replace" ? `The sandbox ${name} is replaced, with everything in it.` : undefined;
    default:
      return undefined;
  }
}
