import { createHash } from "node:crypto";
import { pack } from "tar-stream";

/** What an image says about the containers made from it, in the words of the image format. */
export interface ContainerDefaults {
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Env?: readonly string[];
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Healthcheck?: Readonly<{
    Test: readonly string[];
    /** Nanoseconds, as the other durations. */
    Interval: number;
    Timeout?: number;
    StartPeriod?: number;
    Retries: number;
  }>;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly User?: string;
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly WorkingDir?: string;
}

/** An image made by the tests themselves. */
export interface TestImage {
  /** With its tag, e.g. `moorage-test/web:1`. */
  readonly name: string;
  /** Uncompressed tar archives, the lowest layer first. */
  readonly layers: readonly Buffer[];
  readonly defaults: ContainerDefaults;
}

/** A file, a folder (path with a final slash) or a symbolic link of a layer. */
export interface LayerEntry {
  readonly path: string;
  readonly content?: string | Buffer;
  readonly linkTo?: string;
  /** @default 0o644, folders 0o755 */
  readonly mode?: number;
}

/** The tar archive of a layer; the same entries give the same bytes. */
export async function layer(entries: readonly LayerEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const entry of entries) {
    const header = { name: entry.path, mtime: new Date(0), mode: entry.mode ?? 0o644 };
    if (entry.linkTo !== undefined) archive.entry({ ...header, type: "symlink", linkname: entry.linkTo });
    else if (entry.path.endsWith("/"))
      archive.entry({ ...header, mode: entry.mode ?? 0o755, type: "directory" });
    else archive.entry(header, entry.content ?? "");
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The diff IDs of the layers, `sha256:…`, the lowest first. */
export function diffIds(image: TestImage): string[] {
  return image.layers.map((bytes) => `sha256:${sha256(bytes)}`);
}

/** The image's configuration document; its digest is the image's id on a classic store. */
export function configDocument(image: TestImage): Buffer {
  return Buffer.from(
    JSON.stringify({
      architecture: process.arch === "arm64" ? "arm64" : "amd64",
      os: "linux",
      created: new Date(0).toISOString(),
      config: image.defaults,
      rootfs: { type: "layers", diff_ids: diffIds(image) },
      history: image.layers.map((_, index) => ({ created_by: `test layer ${index + 1}` })),
    }),
  );
}

/** The id that an engine with a classic store gives the image, `sha256:…`. */
export function imageId(image: TestImage): string {
  return `sha256:${sha256(configDocument(image))}`;
}
