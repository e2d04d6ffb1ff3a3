import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { pack, type Pack } from "tar-stream";
import { configDocument, sha256, type TestImage } from "./image";

/**
 * How an image lies in its archive: as `docker save` wrote it up to engine 24 (`docker`), as it writes it since
 * (`docker-oci`, both indexes), or as an OCI image layout without Docker's manifest (`oci`; with layers compressed,
 * `oci-gzip`, as build tools and registries' copiers write it).
 */
export type ArchiveLayout = "docker" | "docker-oci" | "oci" | "oci-gzip";

/** Writes an image to an archive file. */
export async function writeArchive(image: TestImage, layout: ArchiveLayout, path: string): Promise<void> {
  const archive = pack();
  if (layout === "docker") addDocker(archive, image);
  else addOci(archive, image, layout);
  archive.finalize();
  await pipeline(archive, createWriteStream(path));
}

function addDocker(archive: Pack, image: TestImage): void {
  const config = configDocument(image);
  const layers = image.layers.map((bytes) => ({ bytes, path: `${sha256(bytes)}/layer.tar` }));
  // The lower of two equal layers is enough.
  for (const [path, bytes] of new Map(layers.map((each) => [each.path, each.bytes])))
    add(archive, path, bytes);
  add(archive, `${sha256(config)}.json`, config);
  addJson(archive, "manifest.json", [
    { Config: `${sha256(config)}.json`, RepoTags: [image.name], Layers: layers.map(({ path }) => path) },
  ]);
}

function addOci(archive: Pack, image: TestImage, layout: Exclude<ArchiveLayout, "docker">): void {
  const blobs = new Map<string, Buffer>();
  const blob = (mediaType: string, bytes: Buffer) => {
    blobs.set(`blobs/sha256/${sha256(bytes)}`, bytes);
    return { mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const isCompressed = layout === "oci-gzip";
  const layerType = `application/vnd.oci.image.layer.v1.tar${isCompressed ? "+gzip" : ""}`;
  const config = blob("application/vnd.oci.image.config.v1+json", configDocument(image));
  const layers = image.layers.map((bytes) =>
    blob(layerType, isCompressed ? gzipSync(bytes, { level: 1 }) : bytes),
  );
  const manifestType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = { schemaVersion: 2, mediaType: manifestType, config, layers };
  const annotations = {
    "io.containerd.image.name": `docker.io/${image.name}`,
    "org.opencontainers.image.ref.name": image.name.split(":")[1] ?? "latest",
  };
  const descriptor = blob(manifestType, Buffer.from(JSON.stringify(manifest)));
  for (const [path, bytes] of blobs) add(archive, path, bytes);
  addJson(archive, "oci-layout", { imageLayoutVersion: "1.0.0" });
  addJson(archive, "index.json", { schemaVersion: 2, manifests: [{ ...descriptor, annotations }] });
  if (layout !== "docker-oci") return;
  const path = ({ digest }: { digest: string }) => `blobs/${digest.replace(":", "/")}`;
  addJson(archive, "manifest.json", [
    { Config: path(config), RepoTags: [image.name], Layers: layers.map(path) },
  ]);
}

function addJson(archive: Pack, path: string, value: unknown): void {
  add(archive, path, Buffer.from(JSON.stringify(value)));
}

function add(archive: Pack, path: string, bytes: Buffer): void {
  archive.entry({ name: path, mtime: new Date(0), mode: 0o644 }, bytes);
}
