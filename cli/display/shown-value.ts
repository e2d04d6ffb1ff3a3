import { isUrn, parseUrn } from "../../engine/urn";
import {
  Archive,
  Asset,
  isPropertyArray,
  isPropertyMap,
  Output,
  ResourceReference,
  Secret,
  Unknown,
  type PropertyValue,
} from "../../engine/values";
import { plainText } from "./plain-text";

/** How much of a text is shown in one line, in characters. */
const LONGEST = 60;

/** A value in one line, a long one shortened. A secret is never looked into, whatever the event holds there. */
export function shownValue(value: PropertyValue | undefined): string {
  return shown(value, shortened);
}

/** The same in its whole length: what a program exports is there to be copied. */
export function shownOutput(value: PropertyValue | undefined): string {
  return shown(value, (text) => text);
}

function shown(value: PropertyValue | undefined, shorten: (text: string) => string): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "string") return plainText(JSON.stringify(shorten(value)));
  if (typeof value !== "object") return String(value);
  if (value instanceof Secret) return "[secret]";
  if (value instanceof Unknown) return "[unknown]";
  if (value instanceof Output) {
    return value.secret ? "[secret]" : value.known ? shown(value.element, shorten) : "[unknown]";
  }
  if (value instanceof ResourceReference) return isUrn(value.urn) ? parseUrn(value.urn).name : value.urn;
  if (value instanceof Asset) return `asset(${shownFile(value.path || value.uri, value.hash)})`;
  if (value instanceof Archive) return `archive(${shownFile(value.path || value.uri, value.hash)})`;
  const inner = (member: PropertyValue): string => shown(member, shorten);
  if (isPropertyArray(value)) return shorten(`[${value.map(inner).join(", ")}]`);
  if (!isPropertyMap(value)) return "";
  const entries = Object.entries(value).map(([key, member]) => `${shownKey(key)}: ${inner(member)}`);
  return entries.length === 0 ? "{}" : shorten(`{ ${entries.join(", ")} }`);
}

export function shownKey(key: string): string {
  return /^\w+$/.test(key) ? key : plainText(JSON.stringify(key));
}

/** Both ends of a long text: they tell two paths or two image names apart. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const half = (LONGEST - 1) / 2;
  // A character of two units may be cut in the middle.
  return `${text.slice(0, Math.ceil(half))}…${text.slice(-Math.floor(half))}`.replace(/\p{Cs}/gu, "");
}

function shownFile(place: string | undefined, hash: string | undefined): string {
  const short = hash === undefined || hash === "" ? "" : hash.slice(0, 8);
  return plainText([place ?? "", short].filter((part) => part !== "").join(" "));
}
