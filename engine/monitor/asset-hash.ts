import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import {
  Archive,
  Asset,
  isPropertyArray,
  isPropertyMap,
  Output,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../values";
import { hashOfText } from "../values/asset";
import { hashOfArchive } from "./archive-hash";

/**
 * The same properties with the hash of each asset and archive: it alone says whether their content has changed.
 *
 * @param folder that relative paths are relative to
 * @throws InvalidRequestError if one cannot be read
 */
export async function hashAssets(properties: PropertyMap, folder: string): Promise<PropertyMap> {
  if (!Object.values(properties).some(hasUnhashed)) return properties;
  const entries = Object.entries(properties).map(async ([key, value]): Promise<[string, PropertyValue]> => [
    key,
    await hashed(value, folder),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

function hasUnhashed(value: PropertyValue): boolean {
  if (value instanceof Asset || value instanceof Archive) return value.hash === "";
  if (value instanceof Secret || value instanceof Output) return hasUnhashed(value.element);
  if (isPropertyArray(value)) return value.some(hasUnhashed);
  return isPropertyMap(value) && Object.values(value).some(hasUnhashed);
}

async function hashed(value: PropertyValue, folder: string): Promise<PropertyValue> {
  if (!hasUnhashed(value)) return value;
  if (value instanceof Asset) return value.withHash(await hashOfAsset(value, folder));
  if (value instanceof Archive) return value.withHash(await hashOfArchive(value, folder));
  if (value instanceof Secret) return new Secret(await hashed(value.element, folder));
  if (value instanceof Output) return new Output({ ...value, element: await hashed(value.element, folder) });
  if (isPropertyArray(value)) return Promise.all(value.map((element) => hashed(element, folder)));
  return isPropertyMap(value) ? hashAssets(value, folder) : value;
}

async function hashOfAsset(asset: Asset, folder: string): Promise<string> {
  if (asset.isText) return hashOfText(asset.text);
  const hash = createHash("sha256");
  await pipeline(
    createReadStream(asset.path === "" ? new URL(asset.uri) : resolve(folder, asset.path)),
    hash,
  );
  return hash.digest("hex");
}
