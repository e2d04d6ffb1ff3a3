import {
  Archive,
  Asset,
  isInternalKey,
  isPropertyArray,
  isPropertyMap,
  propertyOf,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../values";
import { bracketed, key } from "./layout";
import {
  referredType,
  type PackageSchema,
  type Properties,
  type PropertySpec,
  type TypeSpec,
} from "./package-schema";
import type { SecretValues } from "./secret-values";

/** Finds what a program says in the place of a value; undefined where it says the value. */
export interface Referring {
  text(text: string): string | undefined;
  map(map: PropertyMap, spec: TypeSpec | undefined): string | undefined;
}

type Spec = PropertySpec | undefined;

/** Values of one resource as expressions of TypeScript. */
export class ValueWriter {
  constructor(
    private readonly schema: PackageSchema,
    private readonly secrets: SecretValues,
    private readonly referring: Referring,
  ) {}

  /** Those properties that a type has, in its order. */
  properties(map: PropertyMap, properties: Properties, path: readonly string[]): string {
    const items = Object.entries(properties).flatMap(([name, spec]) => {
      const value = propertyOf(map, name) ?? null;
      return value === null ? [] : [this.#property(name, value, spec, path)];
    });
    return bracketed("{", items);
  }

  #property(name: string, value: PropertyValue, spec: Spec, path: readonly string[]): string {
    const written = this.#value(value, spec, [...path, name]);
    return written === name ? name : `${key(name)}: ${written}`;
  }

  #value(value: PropertyValue, spec: Spec, path: readonly string[]): string {
    const plain = value instanceof Secret ? value.element : value;
    // What another resource says need not be said again, be it secret or not.
    if (isPropertyMap(plain)) {
      const reference = this.referring.map(plain, spec);
      if (reference !== undefined) return reference;
    }
    if (value instanceof Secret || (spec?.secret === true && value !== null)) {
      return this.secrets.expression(path, value, spec);
    }
    if (isPropertyArray(value)) {
      const items = value.map((item, index) => this.#value(item, spec?.items, [...path, String(index)]));
      return bracketed("[", items);
    }
    if (isPropertyMap(value)) return this.#map(value, spec, path);
    if (value instanceof Asset || value instanceof Archive) return assetExpression(value);
    if (typeof value === "string") return this.referring.text(value) ?? JSON.stringify(value);
    return typeof value === "number" || typeof value === "boolean" ? String(value) : "undefined";
  }

  #map(map: PropertyMap, spec: Spec, path: readonly string[]): string {
    const properties = referredType(this.schema, spec)?.properties;
    if (properties !== undefined) return this.properties(map, properties, path);
    const entries = Object.entries(map).filter(([name]) => !isInternalKey(name));
    return bracketed(
      "{",
      entries.map(([name, value]) => this.#property(name, value, spec?.additionalProperties, path)),
    );
  }
}

function assetExpression(asset: Asset | Archive): string {
  const kind = asset instanceof Asset ? "Asset" : "Archive";
  if (asset.path !== "") return `new pulumi.asset.File${kind}(${JSON.stringify(asset.path)})`;
  if (asset.uri !== "") return `new pulumi.asset.Remote${kind}(${JSON.stringify(asset.uri)})`;
  if (asset instanceof Asset) return `new pulumi.asset.StringAsset(${JSON.stringify(asset.text)})`;
  const members = Object.entries(asset.assets ?? {}).map(
    ([name, member]) => `${key(name)}: ${assetExpression(member)}`,
  );
  return `new pulumi.asset.AssetArchive(${bracketed("{", members)})`;
}
