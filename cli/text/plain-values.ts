import { marshalProperties, maskSecretsIn, unwrapSecretsIn, type PropertyMap } from "../../engine/values";

/** Properties for people and scripts: in plain JSON, each secret `[secret]` unless it is to be shown. */
export function plainValues(properties: PropertyMap, showSecrets: boolean): Record<string, unknown> {
  const shown = showSecrets ? unwrapSecretsIn(properties) : maskSecretsIn(properties);
  return marshalProperties(shown, { keepUnknowns: true, keepResources: true });
}

/** A value in one line: a text as it is, anything else as JSON. */
export function inOneLine(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
