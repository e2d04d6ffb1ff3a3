import { normalizeName } from "./archive-files";
import type { Platform } from "./platform";

/** What an image in an archive is made of, by the names of the archive's files. */
export interface ImageFiles {
  readonly config: string;
  /** In the order of the diff IDs. */
  readonly layers: readonly string[];
}

/** A descriptor of the OCI image specification, as far as it is needed here. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: { readonly os: string; readonly architecture: string } | undefined;
}

/** What an image's config says of its content. */
export interface ImageConfig {
  readonly platform: Platform;
  readonly diffIds: readonly string[];
}

/** A document that does not say what it must; the message says what is wrong, without the archive's name. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
}

const INDEX_TYPES: readonly string[] = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
const MANIFEST_TYPES: readonly string[] = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];
const CONFIG_TYPES: readonly string[] = [
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
];

/** Whether a descriptor leads to another index. */
export const isIndex = (descriptor: Descriptor): boolean => INDEX_TYPES.includes(descriptor.mediaType);

/** Whether a descriptor leads to an image's manifest. Build attestations look like one, but cannot be run. */
export function isImageManifest(descriptor: Descriptor): boolean {
  if (!MANIFEST_TYPES.includes(descriptor.mediaType)) return false;
  return descriptor.platform?.os !== "unknown" && !("vnd.docker.reference.type" in descriptor.annotations);
}

/** The file of a blob in an OCI layout. */
export function blobFile(digest: string): string {
  const match = /^(sha256|sha512):([0-9a-f]{64,128})$/.exec(digest);
  if (match === null) throw new DocumentError(`names a blob by a digest that is none: ${digest}`);
  return `blobs/${match[1]}/${match[2]}`;
}

/** Reads the `manifest.json` that `docker save` writes: one entry an image. */
export function parseDockerManifest(text: string): ImageFiles[] {
  const entries = parseJson("manifest.json", text);
  if (!Array.isArray(entries)) throw new DocumentError("has a manifest.json that is not a list");
  return entries.map((entry: unknown) => {
    const { Config: config, Layers: layers } = asObject("manifest.json", entry);
    if (typeof config !== "string") throw new DocumentError("has a manifest.json whose image has no Config");
    // An image without layers is written with null.
    return { config: inside(config), layers: asStrings("manifest.json", layers ?? []).map(inside) };
  });
}

/** Reads an OCI index: `index.json`, or a multi-platform image. */
export function parseIndex(file: string, text: string): Descriptor[] {
  const { manifests } = asObject(file, parseJson(file, text));
  if (!Array.isArray(manifests)) throw new DocumentError(`has a file ${file} that lists no manifests`);
  return manifests.map((entry: unknown) => parseDescriptor(file, entry));
}

/** Reads an image's manifest. */
export function parseManifest(file: string, text: string): ImageFiles {
  const manifest = asObject(file, parseJson(file, text));
  const config = parseDescriptor(file, manifest["config"]);
  if (!CONFIG_TYPES.includes(config.mediaType)) {
    throw new DocumentError(
      `holds no container image but ${config.mediaType || "something of no media type"}`,
    );
  }
  const layers = manifest["layers"];
  if (!Array.isArray(layers)) throw new DocumentError(`has a manifest ${file} that lists no layers`);
  const descriptors = layers.map((layer: unknown) => parseDescriptor(file, layer));
  const unusable = descriptors.find((layer) => /zstd|encrypted/.test(layer.mediaType));
  if (unusable !== undefined)
    throw new DocumentError(`has a layer of type ${unusable.mediaType}, which not every engine can read`);
  return { config: blobFile(config.digest), layers: descriptors.map((layer) => blobFile(layer.digest)) };
}

/** Reads an image's config. */
export function parseConfig(file: string, text: string): ImageConfig {
  const config = asObject(file, parseJson(file, text));
  const rootfs = asObject(file, config["rootfs"] ?? {});
  const diffIds = asStrings(file, rootfs["diff_ids"] ?? []);
  const invalid = diffIds.find((diffId) => !/^sha256:[0-9a-f]{64}$/.test(diffId));
  if (invalid !== undefined)
    throw new DocumentError(`has a config ${file} with a diff ID that is none: ${invalid}`);
  const platform = {
    os: asOptionalString(file, config["os"]),
    architecture: asOptionalString(file, config["architecture"]),
    variant: asOptionalString(file, config["variant"]),
  };
  return { platform, diffIds };
}

function parseDescriptor(file: string, value: unknown): Descriptor {
  const descriptor = asObject(file, value);
  const { mediaType, digest } = descriptor;
  if (typeof digest !== "string")
    throw new DocumentError(`has a file ${file} with a descriptor that has no digest`);
  const annotations = asObject(file, descriptor["annotations"] ?? {}) as Record<string, string>;
  const platform = asObject(file, descriptor["platform"] ?? {});
  return {
    mediaType: typeof mediaType === "string" ? mediaType : "",
    digest,
    annotations,
    platform:
      typeof platform["os"] === "string" && typeof platform["architecture"] === "string"
        ? { os: platform["os"], architecture: platform["architecture"] }
        : undefined,
  };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DocumentError(`has a file ${file} that is not JSON`);
  }
}

function asObject(file: string, value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new DocumentError(`has a file ${file} that does not have the expected form`);
}

function asStrings(file: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value as string[];
  throw new DocumentError(`has a file ${file} that does not have the expected form`);
}

function asOptionalString(file: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value;
  throw new DocumentError(`has a file ${file} that does not have the expected form`);
}

function inside(name: string): string {
  const normal = normalizeName(name);
  if (normal === undefined) throw new DocumentError(`names a file that is not inside of it: ${name}`);
  return normal;
}
