import { createHash } from "node:crypto";
import { Archive } from "../archive";
import { Asset, hashOfText } from "../asset";
import {
  isPropertyArray,
  isPropertyMap,
  Output,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../property-value";
import { membersOf } from "./archive-members";
import { assetContent, fileContent, isArchiveFile, uriContent } from "./asset-content";
import { tarEnd, tarHeader, tarPadding } from "./go-tar";

/**
 * The same properties, in which each asset and archive knows its hash. It has to before anything is compared: the hash
 * alone tells whether a content has changed.
 *
 * @param workingDirectory what relative paths begin at: the program's folder
 * @throws AssetError
 */
export async function withAssetHashes(map: PropertyMap, workingDirectory: string): Promise<PropertyMap> {
  return holdsAsset(map) ? hashedMap(map, workingDirectory) : map;
}

async function hashedMap(map: PropertyMap, workingDirectory: string): Promise<PropertyMap> {
  const entries = Object.entries(map).map(
    async ([key, value]) => [key, await hashed(value, workingDirectory)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function hashed(value: PropertyValue, workingDirectory: string): Promise<PropertyValue> {
  if (!holdsAsset(value)) return value;
  if (value instanceof Asset || value instanceof Archive) return hashedAsset(value, workingDirectory);
  if (value instanceof Secret) return new Secret(await hashed(value.element, workingDirectory));
  if (value instanceof Output) {
    return new Output({ ...value, element: await hashed(value.element, workingDirectory) });
  }
  if (isPropertyArray(value)) return Promise.all(value.map((element) => hashed(element, workingDirectory)));
  return hashedMap(value as PropertyMap, workingDirectory);
}

/** What an archive is made of gets its own hash too: so the CLI has it in its state. */
async function hashedAsset(value: Asset | Archive, workingDirectory: string): Promise<Asset | Archive> {
  if (value.hash !== "") return value;
  if (value instanceof Asset) return value.withHash(await hashOfAsset(value, workingDirectory));
  const hash = await hashOfArchive(value, workingDirectory);
  if (value.assets === undefined) return value.withHash(hash);
  const members = Object.entries(value.assets).map(
    async ([name, member]) => [name, await hashedAsset(member, workingDirectory)] as const,
  );
  return new Archive({ assets: Object.fromEntries(await Promise.all(members)), hash });
}

/** Whether there is an asset or archive without a hash in the value. */
function holdsAsset(value: PropertyValue): boolean {
  if (value instanceof Asset || value instanceof Archive) return value.hash === "";
  if (value instanceof Secret || value instanceof Output) return holdsAsset(value.element);
  if (isPropertyArray(value)) return value.some(holdsAsset);
  return isPropertyMap(value) && Object.values(value).some(holdsAsset);
}

async function hashOfAsset(asset: Asset, workingDirectory: string): Promise<string> {
  return asset.isText ? hashOfText(asset.text) : sha256(await assetContent(asset, workingDirectory));
}

async function hashOfArchive(archive: Archive, workingDirectory: string): Promise<string> {
  if (archive.path !== "" && isArchiveFile(archive.path))
    return sha256(await fileContent(archive.path, workingDirectory));
  if (archive.uri !== "") return sha256(await uriContent(archive.uri));
  return hashAsTar(archive, workingDirectory);
}

async function hashAsTar(archive: Archive, workingDirectory: string): Promise<string> {
  const hash = createHash("sha256");
  const seen = new Set<string>();
  for await (const { name, size, content } of membersOf(archive, workingDirectory)) {
    if (seen.has(name)) continue;
    seen.add(name);
    hash.update(tarHeader(name, size));
    for await (const chunk of content) hash.update(chunk);
    hash.update(tarPadding(size));
  }
  return hash.update(tarEnd).digest("hex");
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
