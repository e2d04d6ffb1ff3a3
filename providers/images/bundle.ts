import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pack, type Pack } from "tar-stream";
import { fullName, formatReference, type Reference } from "./reference";

/** A layer of an image to be loaded, by what the engine is told of it. */
export interface BundledLayer {
  readonly diffId: string;
  readonly bytes: number;
}

/** An image as the engine loads it. */
export interface Bundle {
  /** The name that it is loaded under. */
  readonly name: Reference;
  readonly config: Buffer;
  /** All layers of the image, from the lowest. */
  readonly layers: readonly BundledLayer[];
  /** Those among them that are sent: the engine has the others. */
  readonly sent: ReadonlySet<string>;
}

interface BundleFile {
  readonly path: string;
  readonly content: Buffer;
}

/** The digest of the manifest that `bundleFiles` writes: an engine with containerd's store takes it for the image's id. */
export function manifestDigest(config: Buffer, layers: readonly BundledLayer[]): string {
  return digestOf(manifest(config, layers));
}

/**
 * The documents of a bundle: those of an OCI layout, which engines with containerd's store read, and Docker's own
 * manifest.json, which the others read. Each kind refuses a bundle that has only what the other one wants.
 */
export function bundleFiles(bundle: Bundle): BundleFile[] {
  const document = manifest(bundle.config, bundle.layers);
  const annotations = { "io.containerd.image.name": fullName(bundle.name) };
  const index = {
    schemaVersion: 2,
    manifests: [{ mediaType: MANIFEST_TYPE, digest: digestOf(document), size: document.length, annotations }],
  };
  const docker = {
    Config: blobPath(digestOf(bundle.config)),
    RepoTags: [formatReference(bundle.name)],
    Layers: bundle.layers.map((layer) => blobPath(layer.diffId)),
  };
  return [
    { path: "oci-layout", content: json({ imageLayoutVersion: "1.0.0" }) },
    { path: "index.json", content: json(index) },
    { path: "manifest.json", content: json([docker]) },
    { path: blobPath(digestOf(document)), content: document },
    { path: blobPath(digestOf(bundle.config)), content: bundle.config },
  ];
}

/** A bundle as a tar. The stream fails where a layer's does. */
export function packBundle(bundle: Bundle, openLayer: (layer: BundledLayer) => Readable): Readable {
  const tar = pack();
  void writeBundle(tar, bundle, openLayer).catch((error: unknown) => tar.destroy(error as Error));
  return Readable.from(tar, { objectMode: false });
}

async function writeBundle(
  tar: Pack,
  bundle: Bundle,
  openLayer: (layer: BundledLayer) => Readable,
): Promise<void> {
  for (const { path, content } of bundleFiles(bundle))
    tar.entry({ name: path, mode: 0o644, mtime: EPOCH }, content);
  for (const layer of distinct(bundle.layers.filter(({ diffId }) => bundle.sent.has(diffId)))) {
    await writeLayer(tar, layer, openLayer(layer));
  }
  tar.finalize();
}

function writeLayer(tar: Pack, layer: BundledLayer, content: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    const header = { name: blobPath(layer.diffId), size: layer.bytes, mode: 0o644, mtime: EPOCH };
    const entry = tar.entry(header, (error) => (error ? reject(error) : resolve()));
    content.once("error", reject);
    entry.once("error", reject);
    tar.once("close", () => {
      content.destroy();
      reject(new Error("the transfer ended before the layer did"));
    });
    content.pipe(entry as unknown as NodeJS.WritableStream);
  });
}

const EPOCH = new Date(0);
const MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

function manifest(config: Buffer, layers: readonly BundledLayer[]): Buffer {
  return json({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: {
      mediaType: "application/vnd.oci.image.config.v1+json",
      digest: digestOf(config),
      size: config.length,
    },
    layers: layers.map(({ diffId, bytes }) => ({
      mediaType: "application/vnd.oci.image.layer.v1.tar",
      digest: diffId,
      size: bytes,
    })),
  });
}

function distinct(layers: readonly BundledLayer[]): BundledLayer[] {
  return [...new Map(layers.map((layer) => [layer.diffId, layer])).values()];
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
