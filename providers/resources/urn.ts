import type { Urn } from "./lifecycle";

/** Parts of `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`; a name may hold `::` itself. */
export function parseUrn(text: string): Urn {
  const [stack, project, types, ...name] = text.slice("urn:pulumi:".length).split("::");
  if (!text.startsWith("urn:pulumi:") || !stack || !project || !types || name.length === 0) {
    throw new Error(`the engine sent a malformed URN: ${text}`);
  }
  return { text, stack, project, type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

/** The same of a label, which is what anybody wrote there: undefined where it is no URN. */
export function readUrn(text: string): Urn | undefined {
  return /^urn:pulumi:[^:]+::[^:]+::.+::./.test(text) ? parseUrn(text) : undefined;
}
