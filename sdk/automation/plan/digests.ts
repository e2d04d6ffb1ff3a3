import { createHmac } from "node:crypto";
import {
  formatPropertyPath,
  isPropertyArray,
  isPropertyMap,
  marshalValue,
  sortedKeys,
  Unknown,
  type PropertyMap,
  type PropertyPath,
  type PropertyValue,
} from "../../../engine/values";

/** In the place of a digest: the value is known only later. */
export const laterKnown = "unknown";

const bytes = 16;

/** Digests that tell whether something is the same, and to who has not the key nothing of what it is. */
export class Digests {
  constructor(private readonly key: Uint8Array) {}

  ofText(text: string): string {
    return createHmac("sha256", this.key).update(text).digest().subarray(0, bytes).toString("base64url");
  }

  ofValue(value: PropertyValue): string {
    if (value instanceof Unknown) return laterKnown;
    return this.ofText(JSON.stringify(marshalValue("", value, { keepUnknowns: true, keepResources: true })));
  }

  /** Digests of all values that hold no others, by path; a secret is one value. */
  ofProperties(map: PropertyMap): Record<string, string> {
    const found: Record<string, string> = {};
    const walk = (value: PropertyValue, path: PropertyPath): void => {
      const isBranch = (isPropertyMap(value) || isPropertyArray(value)) && Object.keys(value).length > 0;
      if (!isBranch) found[formatPropertyPath(path)] = this.ofValue(value);
      else if (isPropertyArray(value)) value.forEach((each, index) => walk(each, [...path, index]));
      else for (const key of sortedKeys(value)) walk(value[key] ?? null, [...path, key]);
    };
    for (const key of sortedKeys(map)) walk(map[key] ?? null, [key]);
    return found;
  }

  /** What a provider draws random names from, so that it comes to the same ones each time. */
  seed(urn: string): Uint8Array {
    return createHmac("sha256", this.key).update(`seed ${urn}`).digest();
  }
}
