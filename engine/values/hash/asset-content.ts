import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Asset } from "../asset";
import { AssetError } from "./asset-error";

const archiveExtensions = [".tar", ".tgz", ".tar.gz", ".zip", ".jar"];

/** Whether a path's name is an archive's, which is hashed as the file that it is. */
export function isArchiveFile(path: string): boolean {
  return archiveExtensions.some((extension) => path.endsWith(extension));
}

/** What an asset holds. @throws AssetError */
export async function assetContent(asset: Asset, workingDirectory: string): Promise<Buffer> {
  if (asset.path !== "") return fileContent(asset.path, workingDirectory);
  if (asset.uri !== "") return uriContent(asset.uri);
  return Buffer.from(asset.text);
}

/** What a file holds. @throws AssetError */
export async function fileContent(path: string, workingDirectory: string): Promise<Buffer> {
  try {
    return await readFile(resolve(workingDirectory, path));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const problem = code === "EISDIR" ? "it is a folder, which only an archive can be" : message;
    throw new AssetError(`the asset's file ${path} cannot be read: ${problem}`, { cause });
  }
}

/** What a URI leads to. @throws AssetError */
export async function uriContent(uri: string): Promise<Buffer> {
  const url = parse(uri);
  if (url.protocol === "file:") return fileContent(fileURLToPath(url), "/");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new AssetError(`the asset's URI ${uri} is of the unknown scheme ${url.protocol}`);
  }
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (cause) {
    throw new AssetError(`the asset's URI ${uri} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function parse(uri: string): URL {
  try {
    return new URL(uri);
  } catch (cause) {
    throw new AssetError(`the asset's URI ${uri} is none`, { cause });
  }
}
