import { marshalValue, unwrapSecrets, type PropertyMap, type WireValue } from "../values";

/**
 * A provider's configuration as the older half of Configure has it: `<package>:config:<key>` to text. What is no text
 * is JSON, written as Go writes it. The version is the engine's own and left out.
 */
export function configurationVariables(packageName: string, inputs: PropertyMap): Record<string, string> {
  const entries = Object.entries(inputs)
    .filter(([key]) => key !== "version")
    .map(([key, value]) => {
      const text = marshalValue(key, unwrapSecrets(value));
      return [`${packageName}:config:${key}`, typeof text === "string" ? text : goJson(text)] as const;
    });
  return Object.fromEntries(entries);
}

function goJson(value: WireValue | undefined): string {
  return JSON.stringify(value ?? null).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
