import type { Urn } from "../urn";
import { unmarshalArchive, unmarshalAsset } from "./unmarshal-asset";
import { MalformedValueError } from "./malformed-value-error";
import type { MarshalOptions } from "./marshal";
import {
  isInternalKey,
  isPropertyArray,
  Output,
  propertyOf,
  ResourceReference,
  Secret,
  Unknown,
  type PropertyMap,
  type PropertyValue,
} from "./property-value";
import { signatureKey, signatures, unknownKind } from "./signatures";
import type { WireMap, WireValue } from "./wire";

/** How values are taken from the wire: as for sending, but assets always come whole. */
export type UnmarshalOptions = Omit<MarshalOptions, "elideAssetContents">;

/**
 * Takes properties from the plain JSON form of a google.protobuf.Struct.
 *
 * @throws MalformedValueError for what the options reject, and for a signature without what belongs to it
 */
export function unmarshalProperties(map: WireMap, options: UnmarshalOptions = {}): PropertyMap {
  const entries: [string, PropertyValue][] = [];
  for (const [key, sent] of Object.entries(map)) {
    if (options.skipInternalKeys && isInternalKey(key)) continue;
    const value = unmarshalValue(key, sent, options);
    if (value === undefined || (options.skipNulls && value === null)) continue;
    entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

/**
 * Takes one value from the wire; undefined means an unknown that is not kept.
 *
 * @param key the property that an error is to name
 */
export function unmarshalValue(
  key: string,
  sent: WireValue,
  options: UnmarshalOptions = {},
): PropertyValue | undefined {
  if (typeof sent === "string") return unmarshalString(key, sent, options);
  if (sent === null || typeof sent !== "object") return sent;
  if (isWireArray(sent)) return sent.map((element) => unmarshalValue(key, element, options) ?? null);

  const properties = unmarshalProperties(sent, options);
  const signature = propertyOf(properties, signatureKey);
  if (signature === undefined) return properties;
  switch (typeof signature === "string" ? signature : "") {
    case signatures.secret:
      return unmarshalSecret(secretElement(key, properties), options);
    case signatures.output:
      return unmarshalOutput(key, properties, options);
    case signatures.resourceReference:
      return unmarshalReference(key, properties, options);
    case signatures.asset:
    case signatures.archive:
      if (options.rejectAssets) throw new MalformedValueError(key, "an asset or archive is not allowed here");
      return signature === signatures.asset
        ? unmarshalAsset(key, properties)
        : unmarshalArchive(key, properties);
    default:
      throw new MalformedValueError(key, `unrecognized signature ${JSON.stringify(signature)}`);
  }
}

function secretElement(key: string, properties: PropertyMap): PropertyValue {
  const element = propertyOf(properties, "value");
  if (element === undefined) throw new MalformedValueError(key, "a secret without its value");
  return element;
}

function isWireArray(value: WireValue): value is readonly WireValue[] {
  return Array.isArray(value);
}

function unmarshalString(key: string, text: string, options: UnmarshalOptions): PropertyValue | undefined {
  const kind = unknownKind(text);
  if (kind === undefined) return text;
  if (options.rejectUnknowns) throw new MalformedValueError(key, "its value is not known yet");
  if (!options.keepUnknowns) return undefined;
  return sendsOutputs(options) ? new Output({ known: false }) : new Unknown(kind);
}

function sendsOutputs(options: UnmarshalOptions): boolean {
  return (options.keepOutputValues && options.upgradeToOutputValues) ?? false;
}

function unmarshalSecret(element: PropertyValue, options: UnmarshalOptions): PropertyValue {
  if (!options.keepSecrets) return element;
  return sendsOutputs(options) ? new Output({ element, known: true, secret: true }) : new Secret(element);
}

function unmarshalOutput(
  key: string,
  properties: PropertyMap,
  options: UnmarshalOptions,
): PropertyValue | undefined {
  const element = propertyOf(properties, "value");
  const secret = propertyOf(properties, "secret") ?? false;
  if (typeof secret !== "boolean") throw new MalformedValueError(key, "an output whose secret is no boolean");
  if (!options.keepOutputValues) {
    const value = element === undefined ? unmarshalUnknown(key, options) : element;
    return secret && value !== undefined ? unmarshalSecret(value, options) : value;
  }
  const dependencies = propertyOf(properties, "dependencies") ?? [];
  if (!isPropertyArray(dependencies) || !dependencies.every((urn) => typeof urn === "string")) {
    throw new MalformedValueError(key, "an output whose dependencies are no list of URNs");
  }
  return new Output({ element: element ?? null, known: element !== undefined, secret, dependencies });
}

function unmarshalUnknown(key: string, options: UnmarshalOptions): PropertyValue | undefined {
  if (options.rejectUnknowns) throw new MalformedValueError(key, "its value is not known yet");
  return options.keepUnknowns ? new Unknown() : undefined;
}

function unmarshalReference(
  key: string,
  properties: PropertyMap,
  options: UnmarshalOptions,
): PropertyValue | undefined {
  const urn: Urn = textOf(key, properties, "urn") ?? refuse(key, "urn");
  const packageVersion = textOf(key, properties, "packageVersion") ?? "";
  const id = idOf(key, properties);
  if (options.keepResources) return new ResourceReference(urn, id, packageVersion);
  if (id instanceof Unknown) return options.keepUnknowns ? id : "";
  return id ?? urn;
}

function textOf(key: string, properties: PropertyMap, name: string): string | undefined {
  const text = propertyOf(properties, name);
  return text === undefined || typeof text === "string" ? text : refuse(key, name);
}

/** An id that is empty, or an output without a value, is one that is not known yet. */
function idOf(key: string, properties: PropertyMap): string | Unknown | undefined {
  const given = propertyOf(properties, "id");
  const id = given instanceof Output && given.known ? given.element : given;
  if (id === "" || id instanceof Unknown || id instanceof Output) return new Unknown();
  return id === undefined || typeof id === "string" ? id : refuse(key, "id");
}

function refuse(key: string, name: string): never {
  throw new MalformedValueError(key, `a resource reference whose ${name} is missing or no string`);
}
