import { Archive } from "./archive";
import { Asset } from "./asset";
import { MalformedValueError } from "./malformed-value-error";
import { isPropertyMap, propertyOf, type PropertyMap, type PropertyValue } from "./property-value";

/** An asset from its form on the wire or in the state. */
export function unmarshalAsset(key: string, properties: PropertyMap): Asset {
  return new Asset({
    hash: text(key, properties, "hash"),
    text: text(key, properties, "text"),
    path: text(key, properties, "path"),
    uri: text(key, properties, "uri"),
  });
}

/** An archive from its form on the wire or in the state; its members are taken already. */
export function unmarshalArchive(key: string, properties: PropertyMap): Archive {
  const hash = text(key, properties, "hash");
  const path = text(key, properties, "path");
  if (path !== "") return new Archive({ path, hash });
  const uri = text(key, properties, "uri");
  if (uri !== "") return new Archive({ uri, hash });
  const assets = propertyOf(properties, "assets") ?? {};
  if (!isPropertyMap(assets)) throw new MalformedValueError(key, "an archive whose assets are no object");
  return new Archive({
    hash,
    assets: Object.fromEntries(
      Object.entries(assets).map(([name, member]) => [name, memberOf(key, name, member)]),
    ),
  });
}

function memberOf(key: string, name: string, member: PropertyValue): Asset | Archive {
  if (member instanceof Asset || member instanceof Archive) return member;
  throw new MalformedValueError(key, `its archive's member ${JSON.stringify(name)} is no asset or archive`);
}

function text(key: string, properties: PropertyMap, name: string): string {
  const value = propertyOf(properties, name) ?? "";
  if (typeof value === "string") return value;
  throw new MalformedValueError(key, `an asset or archive whose ${name} is no string`);
}
