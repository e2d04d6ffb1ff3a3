import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { ArchiveError } from "./archive-error";
import { type ArchiveFiles, readSmallFile } from "./archive-files";
import {
  blobFile,
  DocumentError,
  type ImageFiles,
  isImageManifest,
  isIndex,
  parseConfig,
  parseDockerManifest,
  parseIndex,
  parseManifest,
} from "./documents";
import { folderFiles } from "./folder-files";
import { formatPlatform, isForeign, type Platform } from "./platform";
import { indexTar } from "./tar-files";

/** An image archive on the local disk: made by `docker save`, or an OCI archive or layout. */
export interface Archive {
  readonly path: string;
  readonly files: ArchiveFiles;
  /** The image, once for each platform that it is there for. */
  readonly images: readonly ArchivedImage[];
  /** Identity of the content, `sha256:…`, wherever the archive lies and however it is packed. */
  readonly digest: string;
}

/** An image for one platform in an archive. */
export interface ArchivedImage {
  readonly platform: Platform;
  /** The config as it is, byte by byte. */
  readonly config: Buffer;
  /** `sha256:…` of the config: what the image is. It covers the diff IDs. */
  readonly configDigest: string;
  readonly layers: readonly ArchivedLayer[];
}

/** A layer in an archive. */
export interface ArchivedLayer {
  /** `sha256:…` of the layer's uncompressed content. */
  readonly diffId: string;
  /** The file that holds it, perhaps compressed. */
  readonly file: string;
}

/** Reads what an archive says of itself; its layers are only checked for being there. Rejects with ArchiveError. */
export async function openArchive(path: string): Promise<Archive> {
  const found = await stat(path).catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new ArchiveError(path, missing ? "does not exist" : `cannot be opened (${String(error)})`, {
      advice: "check the path; a relative one starts at the folder of Pulumi.yaml",
      cause: error,
    });
  });
  const files = found.isDirectory() ? folderFiles(path) : await indexTar(path);
  try {
    const candidates = await findImages(files);
    const images = await Promise.all(candidates.map((candidate) => readImage(files, candidate)));
    requireOneImage(path, images);
    return { path, files, images, digest: contentDigest(images) };
  } catch (error) {
    if (error instanceof DocumentError) throw new ArchiveError(path, error.message, { cause: error });
    throw error;
  }
}

/** The image for a host's platform. Throws ArchiveError where a multi-platform archive has none for it. */
export function chooseImage(archive: Archive, host: Platform): ArchivedImage {
  const fitting = archive.images.filter((image) => !isForeign(image.platform, host));
  const exact = fitting.find((image) => image.platform.variant === host.variant);
  // A single image of another platform may still run, by emulation; the caller warns.
  const chosen = exact ?? fitting[0] ?? (archive.images.length === 1 ? archive.images[0] : undefined);
  if (chosen !== undefined) return chosen;
  const platforms = archive.images.map((image) => formatPlatform(image.platform)).join(", ");
  throw new ArchiveError(archive.path, `has no image for ${formatPlatform(host)}, only for ${platforms}`, {
    advice: "build it for the host's platform as well",
  });
}

async function findImages(files: ArchiveFiles): Promise<ImageFiles[]> {
  if ((await files.size("manifest.json")) !== undefined) {
    return parseDockerManifest((await readSmallFile(files, "manifest.json")).toString());
  }
  if ((await files.size("index.json")) !== undefined) return walkIndex(files, "index.json", 0);
  throw new ArchiveError(
    files.path,
    "has neither a manifest.json nor an index.json: it is cut short or no image",
    {
      advice: "make it with `docker save -o FILE IMAGE` (not `docker export`)",
    },
  );
}

const MAX_INDEX_DEPTH = 4;

async function walkIndex(files: ArchiveFiles, file: string, depth: number): Promise<ImageFiles[]> {
  if (depth > MAX_INDEX_DEPTH) throw new DocumentError("nests its indexes too deeply");
  const descriptors = parseIndex(file, (await readSmallFile(files, file)).toString());
  const images: ImageFiles[] = [];
  const absent: string[] = [];
  for (const descriptor of descriptors) {
    const blob = blobFile(descriptor.digest);
    if (!isIndex(descriptor) && !isImageManifest(descriptor)) continue;
    // An engine saves the index of a multi-platform image as it is, also when it holds one platform only.
    if ((await files.size(blob)) === undefined) absent.push(blob);
    else if (isIndex(descriptor)) images.push(...(await walkIndex(files, blob, depth + 1)));
    else images.push(parseManifest(blob, await readBlob(files, descriptor.digest)));
  }
  if (images.length === 0 && absent[0] !== undefined) throw new DocumentError(`lacks its file ${absent[0]}`);
  return images;
}

async function readBlob(files: ArchiveFiles, digest: string): Promise<string> {
  const content = await readSmallFile(files, blobFile(digest));
  if (digest.startsWith("sha256:") && sha256(content) !== digest) {
    throw new DocumentError(`is corrupt: the content of ${blobFile(digest)} has another digest`);
  }
  return content.toString();
}

async function readImage(files: ArchiveFiles, image: ImageFiles): Promise<ArchivedImage> {
  const config = await readSmallFile(files, image.config);
  const configDigest = sha256(config);
  const named = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(image.config)?.[1];
  if (named !== undefined && configDigest !== `sha256:${named}`) {
    throw new DocumentError(`is corrupt: the content of ${image.config} has another digest`);
  }
  const { platform, diffIds } = parseConfig(image.config, config.toString());
  if (diffIds.length !== image.layers.length) {
    throw new DocumentError(
      `lists ${image.layers.length} layers, but its config ${image.config} has ${diffIds.length}`,
    );
  }
  const layers = image.layers.map((file, index) => ({ file, diffId: diffIds[index] ?? "" }));
  for (const { file } of layers) {
    if ((await files.size(file)) === undefined) throw new DocumentError(`lacks the layer ${file}`);
  }
  return { platform, config, configDigest, layers };
}

function requireOneImage(path: string, images: readonly ArchivedImage[]): void {
  if (images.length === 0) throw new DocumentError("holds no image");
  if (images.some((image) => image.layers.length === 0))
    throw new DocumentError("holds an image without layers");
  const platforms = new Set(images.map((image) => formatPlatform(image.platform)));
  if (platforms.size === images.length) return;
  throw new ArchiveError(path, `holds ${images.length} images`, {
    advice: "save a single one: `docker save -o FILE IMAGE`",
  });
}

function contentDigest(images: readonly ArchivedImage[]): string {
  const [first] = images;
  if (first !== undefined && images.length === 1) return first.configDigest;
  return sha256(
    images
      .map((image) => image.configDigest)
      .sort()
      .join("\n"),
  );
}

function sha256(content: Buffer | string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
