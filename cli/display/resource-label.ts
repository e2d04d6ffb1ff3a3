import { isUrn, parseUrn } from "../../engine/urn";
import { oneLine } from "./plain-text";

/** How a resource is called on the screen. */
export interface ResourceLabel {
  /** Its type without what repeats: `moorage:Host`, `aws:ec2:Instance`. */
  readonly type: string;
  readonly name: string;
}

export function resourceLabel(urn: string): ResourceLabel {
  if (!isUrn(urn)) return { type: "", name: oneLine(urn) };
  const { type, name } = parseUrn(urn);
  return { type: shortType(type), name: oneLine(name) };
}

/** `aws:ec2/instance:Instance` says nothing more than `aws:ec2:Instance`, nor `index` anything at all. */
function shortType(type: string): string {
  const [packageName = "", module = "", name = ""] = oneLine(type).split(":");
  const place = module.split("/", 1)[0] ?? "";
  return [packageName, place === "index" ? "" : place, name].filter((part) => part !== "").join(":");
}
