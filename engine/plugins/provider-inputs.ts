import { EngineError } from "../errors";
import { isPropertyMap, propertyOf, type PropertyMap, type PropertyValue } from "../values";

/** What a provider resource's inputs say about its plugin. */
export interface PluginChoice {
  version?: string | undefined;
  pluginDownloadUrl?: string | undefined;
  parameterization?:
    { pluginName: string; pluginVersion?: string | undefined; value: Uint8Array } | undefined;
  environment?: Readonly<Record<string, string>> | undefined;
}

/** The property of a provider resource that is the engine's own: no provider gets to see it. */
const internalKey = "__internal";

/** The inputs as the provider gets them. */
export function configurationOf(inputs: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== internalKey));
}

/** The inputs with what the engine must remember about the plugin. */
export function withPluginChoice(inputs: PropertyMap, choice: PluginChoice): PropertyMap {
  const { version, pluginDownloadUrl, parameterization, environment } = choice;
  if (version === undefined && !pluginDownloadUrl && !parameterization && !environment) return inputs;
  const before = propertyOf(inputs, internalKey);
  const internal: PropertyMap = {
    ...(isPropertyMap(before) ? before : {}),
    ...(pluginDownloadUrl ? { pluginDownloadURL: pluginDownloadUrl } : {}),
    ...(environment ? { envVarMappings: environment } : {}),
    ...(parameterization
      ? {
          name: parameterization.pluginName,
          parameterization: Buffer.from(parameterization.value).toString("base64"),
          ...(parameterization.pluginVersion ? { version: parameterization.pluginVersion } : {}),
        }
      : {}),
  };
  return { ...inputs, ...(version === undefined ? {} : { version }), [internalKey]: internal };
}

/**
 * Reads what the inputs say about the plugin; older states have it beside the configuration.
 *
 * @throws InvalidPluginChoiceError
 */
export function pluginChoiceOf(inputs: PropertyMap): PluginChoice & { pluginName?: string | undefined } {
  const internal = propertyOf(inputs, internalKey) ?? inputs;
  if (!isPropertyMap(internal)) throw new InvalidPluginChoiceError(internalKey, "an object");
  const version = textOf(inputs, "version");
  const pluginName = textOf(internal, "name", internal !== inputs);
  const parameter = textOf(internal, "parameterization", internal !== inputs);
  return {
    version,
    pluginName,
    pluginDownloadUrl: textOf(internal, "pluginDownloadURL"),
    environment: mappingsOf(propertyOf(internal, "envVarMappings")),
    ...(parameter === undefined
      ? {}
      : {
          parameterization: {
            pluginName: pluginName ?? "",
            pluginVersion: textOf(internal, "version"),
            value: Buffer.from(parameter, "base64"),
          },
        }),
  };
}

/** The inputs of a provider resource do not say clearly which plugin it is. */
export class InvalidPluginChoiceError extends EngineError {
  override readonly name = "InvalidPluginChoiceError";

  constructor(
    readonly property: string,
    expected: string,
  ) {
    super(`'${property}' must be ${expected}`);
  }
}

function textOf(map: PropertyMap, key: string, wanted = true): string | undefined {
  const value = wanted ? propertyOf(map, key) : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new InvalidPluginChoiceError(key, "a string");
  return value;
}

function mappingsOf(value: PropertyValue | undefined): Record<string, string> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isPropertyMap(value)) throw new InvalidPluginChoiceError("envVarMappings", "an object");
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== "string") throw new InvalidPluginChoiceError(`envVarMappings[${key}]`, "a string");
      return [key, text] as const;
    }),
  );
}
