import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { pack } from "tar-stream";

/** A file of a tar, or a link where it begins with `->`. */
export type TarContent = Buffer | string | object;

/** The bytes of a tar with these files, in this order. Objects are written as JSON. */
export async function tarOf(files: Readonly<Record<string, TarContent>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === "string" && content.startsWith("->")) {
      tar.entry({ name, type: "symlink", linkname: content.slice(2) });
    } else {
      const isText = Buffer.isBuffer(content) || typeof content === "string";
      tar.entry({ name }, isText ? content : JSON.stringify(content));
    }
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function writeTar(path: string, files: Readonly<Record<string, TarContent>>): Promise<string> {
  await writeFile(path, await tarOf(files));
  return path;
}

export function digestOf(content: Buffer | string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** The config of an image of one layer. */
export function configOf(layer: Buffer, platform: object = { os: "linux", architecture: "amd64" }): string {
  return JSON.stringify({ ...platform, rootfs: { type: "layers", diff_ids: [digestOf(layer)] } });
}

/** The files of an OCI layout with one image for each platform, all of one layer. */
export function ociLayout(
  layer: Buffer,
  platforms: readonly object[],
  mediaType = "application/vnd.oci.image.layer.v1.tar",
): Record<string, TarContent> {
  const files: Record<string, TarContent> = { "oci-layout": { imageLayoutVersion: "1.0.0" } };
  const blob = (
    type: string,
    content: Buffer | string,
  ): { mediaType: string; digest: string; size: number } => {
    files[`blobs/${digestOf(content).replace(":", "/")}`] = content;
    return { mediaType: type, digest: digestOf(content), size: content.length };
  };
  const manifests = platforms.map((platform) => {
    const config = blob("application/vnd.oci.image.config.v1+json", configOf(layer, platform));
    const manifest = { schemaVersion: 2, config, layers: [blob(mediaType, layer)] };
    return { ...blob("application/vnd.oci.image.manifest.v1+json", JSON.stringify(manifest)), platform };
  });
  if (manifests.length === 1) return { ...files, "index.json": { schemaVersion: 2, manifests } };
  const nested = blob(
    "application/vnd.oci.image.index.v1+json",
    JSON.stringify({ schemaVersion: 2, manifests }),
  );
  return { ...files, "index.json": { schemaVersion: 2, manifests: [nested] } };
}
