import { isPropertyArray, isPropertyMap, propertyOf, type PropertyValue } from "./property-value";

/** Where a value stands in another: keys and indices; `*` as an element of a written path is any of them. */
export type PropertyPath = readonly (string | number)[];

/**
 * Reads a path as programs and providers write it.
 *
 * @returns undefined for what is no path
 * @example parsePropertyPath('ports[0].labels["a.b"]') // ["ports", 0, "labels", "a.b"]
 */
export function parsePropertyPath(text: string): PropertyPath | undefined {
  if (text.startsWith(".")) return undefined;
  const elements: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const match =
      /^\.?\["((?:\\"|[^"])*)"\]/.exec(rest) ?? /^\.?\[(\*|-?\d+)\]/.exec(rest) ?? /^\.?([^.[]+)/.exec(rest);
    if (!match) return undefined;
    const [whole, element = ""] = match;
    elements.push(elementOf(whole, element));
    rest = rest.slice(whole.length);
  }
  return elements;
}

function elementOf(whole: string, element: string): string | number {
  if (whole.includes('["')) return element.replaceAll('\\"', '"');
  return whole.includes("[") && element !== "*" ? Number(element) : element;
}

/** The written form of a path. */
export function formatPropertyPath(path: PropertyPath): string {
  return path
    .map((element, index) => {
      if (typeof element === "number") return `[${String(element)}]`;
      if (/[^A-Za-z0-9_]/.test(element)) return `["${element.replaceAll('"', '\\"')}"]`;
      return index === 0 ? element : `.${element}`;
    })
    .join("");
}

/** Whether a path is the other one or leads to it; `*` stands for any one element. */
export function pathContains(path: PropertyPath, other: PropertyPath): boolean {
  return (
    path.length <= other.length && path.every((element, index) => element === "*" || element === other[index])
  );
}

/** The value at a path; undefined where there is none. Secrets are not looked into. */
export function valueAt(value: PropertyValue, path: PropertyPath): PropertyValue | undefined {
  let current: PropertyValue | undefined = value;
  for (const element of path) {
    if (isPropertyArray(current) && typeof element === "number") current = current[element];
    else if (isPropertyMap(current) && typeof element === "string") current = propertyOf(current, element);
    else return undefined;
  }
  return current;
}
