import { isUrn, parseUrn, type Urn } from "../urn";
import type { Archive } from "./archive";
import { Asset } from "./asset";
import { MalformedValueError } from "./malformed-value-error";
import {
  isInternalKey,
  isPropertyArray,
  isPropertyMap,
  Output,
  ResourceReference,
  Secret,
  sortedKeys,
  Unknown,
  type PropertyMap,
  type PropertyValue,
} from "./property-value";
import { signatureKey, signatures, unknownSentinels } from "./signatures";
import type { WireMap, WireValue } from "./wire";

/** How values are put on the wire; what is not given is false. */
export interface MarshalOptions {
  /** Secrets stay marked; otherwise they are sent in plain. */
  keepSecrets?: boolean;
  /** Unknowns stay, as their sentinels; otherwise they are left out. */
  keepUnknowns?: boolean;
  /** An unknown is an error. Wins over `keepUnknowns`. */
  rejectUnknowns?: boolean;
  /** References stay references; otherwise they are sent as the id, or as the URN where there is none. */
  keepResources?: boolean;
  /** Outputs stay outputs; otherwise they are flattened. */
  keepOutputValues?: boolean;
  /** Secrets and unknowns are sent as outputs too, where those are kept. */
  upgradeToOutputValues?: boolean;
  /** Properties that are null are left out. */
  skipNulls?: boolean;
  /** Properties that start with two underscores are left out. */
  skipInternalKeys?: boolean;
  /** Assets and archives are sent as their hashes only. */
  elideAssetContents?: boolean;
  /** An asset or archive is an error. */
  rejectAssets?: boolean;
}

/**
 * Puts properties into the plain JSON form of a google.protobuf.Struct, with sorted keys.
 *
 * @throws MalformedValueError for what the options reject
 */
export function marshalProperties(map: PropertyMap, options: MarshalOptions = {}): WireMap {
  const entries: [string, WireValue][] = [];
  for (const key of sortedKeys(map)) {
    const value = map[key] ?? null;
    if ((options.skipNulls && value === null) || (options.skipInternalKeys && isInternalKey(key))) continue;
    const sent = marshalValue(key, value, options);
    if (sent !== undefined) entries.push([key, sent]);
  }
  return Object.fromEntries(entries);
}

/**
 * Puts one value on the wire; undefined means that it is to be left out.
 *
 * @param key the property that an error is to name
 */
export function marshalValue(
  key: string,
  value: PropertyValue,
  options: MarshalOptions = {},
): WireValue | undefined {
  if (value === null || typeof value !== "object") return value;
  if (isPropertyArray(value)) {
    return value.map((element) => marshalValue(key, element, options)).filter((sent) => sent !== undefined);
  }
  if (isPropertyMap(value)) return marshalProperties(value, options);
  if (value instanceof Secret) return marshalSecret(key, value, options);
  if (value instanceof Unknown) return marshalUnknown(key, value, options);
  if (value instanceof Output) return marshalOutput(key, value, options);
  if (value instanceof ResourceReference) return marshalReference(key, value, options);
  if (options.rejectAssets) throw new MalformedValueError(key, "an asset or archive is not allowed here");
  return marshalAsset(value, options.elideAssetContents ?? false);
}

function sendsOutputs(options: MarshalOptions): boolean {
  return (options.keepOutputValues && options.upgradeToOutputValues) ?? false;
}

function marshalSecret(key: string, secret: Secret, options: MarshalOptions): WireValue | undefined {
  if (!options.keepSecrets) return marshalValue(key, secret.element, options);
  const element = { value: secret.element };
  return sendsOutputs(options)
    ? marshalProperties({ [signatureKey]: signatures.output, secret: true, ...element }, options)
    : marshalProperties({ [signatureKey]: signatures.secret, ...element }, options);
}

function marshalUnknown(key: string, unknown: Unknown, options: MarshalOptions): WireValue | undefined {
  if (options.rejectUnknowns) throw new MalformedValueError(key, "its value is not known yet");
  if (!options.keepUnknowns) return undefined;
  return sendsOutputs(options) ? { [signatureKey]: signatures.output } : unknownSentinels[unknown.kind];
}

function marshalOutput(key: string, output: Output, options: MarshalOptions): WireValue | undefined {
  if (!options.keepOutputValues) {
    const element = output.known ? output.element : new Unknown();
    return marshalValue(key, output.secret ? new Secret(element) : element, options);
  }
  return marshalProperties(
    {
      [signatureKey]: signatures.output,
      ...(output.known ? { value: output.element } : {}),
      ...(output.secret ? { secret: true } : {}),
      ...(output.dependencies.length > 0 ? { dependencies: output.dependencies } : {}),
    },
    options,
  );
}

function marshalReference(
  key: string,
  reference: ResourceReference,
  options: MarshalOptions,
): WireValue | undefined {
  const { urn, id, packageVersion } = reference;
  if (!options.keepResources) return id === undefined ? urn : marshalValue(key, id, options);
  return {
    [signatureKey]: signatures.resourceReference,
    ...(id === undefined ? {} : { id: id instanceof Unknown ? "" : id }),
    ...(packageVersion === "" ? {} : { packageVersion }),
    urn,
    ...namesIn(urn),
  };
}

function namesIn(urn: Urn): WireMap {
  if (!isUrn(urn)) return {};
  const { name, type } = parseUrn(urn);
  return given({ name, type });
}

/** The form of an asset or archive, on the wire and in the state. */
export function marshalAsset(value: Asset | Archive, hashOnly: boolean): WireMap {
  const hash = value.hash === "" ? {} : { hash: value.hash };
  if (value instanceof Asset) {
    const content = hashOnly ? {} : given({ path: value.path, text: value.text, uri: value.uri });
    return { [signatureKey]: signatures.asset, ...hash, ...content };
  }
  const { assets, path, uri } = value;
  if (hashOnly) return { [signatureKey]: signatures.archive, ...hash };
  return {
    [signatureKey]: signatures.archive,
    ...(assets === undefined ? {} : { assets: marshalMembers(assets) }),
    ...hash,
    ...given({ path, uri }),
  };
}

function marshalMembers(assets: Readonly<Record<string, Asset | Archive>>): WireMap {
  return Object.fromEntries(
    sortedKeys(assets).map((name) => [name, marshalAsset(assets[name] as Asset | Archive, false)]),
  );
}

function given(parts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== ""));
}
