import { isDeepStrictEqual } from "node:util";
import type { Credential } from "../../sdk/provider";
import { hasUnknown, type Value } from "../resources/bag";
import type { CheckFailure, ProviderConfig } from "../resources/lifecycle";
import type { Known } from "../resources/lowered";
import type { PackageSpec } from "../schema/package-spec";
import { validate } from "../schema/validate";

type Values = Readonly<Record<string, Value>>;

/** The provider's configuration, each property of its own type. */
export interface Configuration {
  readonly values: Values;
  readonly failures: readonly CheckFailure[];
}

/**
 * Reads the provider's configuration as the engine hands it over: everything but strings as JSON in a string, among
 * keys of the engine's own. No failure says any of the text.
 */
export function parseConfiguration(schema: PackageSpec, wire: Values): Configuration {
  const values: Record<string, Value> = {};
  const failures: CheckFailure[] = [];
  for (const [key, value] of Object.entries(wire)) {
    if (isOfEngine(key)) continue;
    const isText = typeof value === "string" && schema.config.variables[key]?.type !== "string";
    const parsed = isText ? parseJson(value) : value;
    if (parsed === undefined) failures.push({ path: [key], reason: "is not valid JSON" });
    else values[key] = parsed;
  }
  const variables = { properties: schema.config.variables, required: [] };
  return { values, failures: [...failures, ...validate(schema, variables, values)] };
}

/** A configuration without failures, with its defaults. */
export function providerConfig(values: Values): ProviderConfig {
  const config = values as {
    readonly credentials?: Readonly<Record<string, Known<Credential>>>;
    readonly deleteUnreachable?: boolean;
    readonly readTimeoutSeconds?: number;
  };
  return {
    credentials: config.credentials ?? {},
    deleteUnreachable: config.deleteUnreachable ?? false,
    readTimeoutSeconds: config.readTimeoutSeconds ?? 10,
  };
}

/** Properties that differ between two configurations as the engine hands them over, however each is written. */
export function changedProperties(olds: Values, news: Values): string[] {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...keys].filter((key) => {
    const value = news[key];
    return hasUnknown(value) || !isDeepStrictEqual(comparable(olds[key]), comparable(value));
  });
}

function comparable(value: Value | undefined): Value | undefined {
  if (typeof value !== "string") return value;
  return parseJson(value) ?? value;
}

/** The value that a text is as JSON; undefined if it is none. Its error is dropped: it quotes the text. */
function parseJson(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

function isOfEngine(key: string): boolean {
  return key === "version" || key === "pluginDownloadURL" || key.startsWith("__");
}
