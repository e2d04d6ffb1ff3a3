import type { Readable } from "node:stream";
import type { ConfigJson } from "./container-json";
import { readEntries } from "./entries";
import { imagePath } from "./image-path";
import { askDigest, pullImage, type PullOptions, pushImage } from "./image-transfers";
import { ImageLoadError, loadFailure, type LoadEntry } from "./load-result";
import type { EngineCall, Transport } from "./transport";

export type { PullOptions } from "./image-transfers";

/** One image in the answer of `GET /images/json`. */
export interface ImageSummaryJson {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  /** Seconds since 1970. */
  readonly Created?: number;
}

/** Answer of `GET /images/NAME/json`, as far as Moorage reads it. */
export interface ImageInspectJson {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly RepoDigests?: readonly string[] | null;
  readonly Os?: string;
  readonly Architecture?: string;
  readonly Variant?: string;
  /** What its containers have where they are not told otherwise. */
  readonly Config?: ConfigJson | null;
  /** Without layers where the engine has the image's name only: its content is broken. */
  readonly RootFS?: { readonly Layers?: readonly string[] | null };
  readonly Metadata?: { readonly LastTagTime?: string };
}

/** One entry in the answer of `GET /images/NAME/history`. */
export interface ImageHistoryJson {
  /** Seconds since 1970. */
  readonly Created: number;
  readonly CreatedBy: string;
  /** Bytes of the layer; 0 where the step made none. */
  readonly Size: number;
}

export interface LoadOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Images of one engine. A reference is an image's id or its name with tag or digest. */
export interface Images {
  /** All images, those without a name too. */
  list(signal?: AbortSignal): Promise<ImageSummaryJson[]>;
  /** Rejects with NotFoundError where there is none. */
  inspect(reference: string, signal?: AbortSignal): Promise<ImageInspectJson>;
  /** The steps that made an image, the last one first. */
  history(reference: string, signal?: AbortSignal): Promise<ImageHistoryJson[]>;
  /** Sends a tar of images, plain or compressed with gzip. Rejects with ImageLoadError, and with the tar's own UserError. */
  load(tar: Readable, options?: LoadOptions): Promise<void>;
  /** An image as a tar, as `docker save` writes it. Destroy it when it is no longer needed. */
  save(reference: string, signal?: AbortSignal): Promise<Readable>;
  /** Gives an image one more name, taking it from the image that has it. */
  tag(reference: string, repository: string, tag: string, signal?: AbortSignal): Promise<void>;
  /** Removes a name, and with the last one the image. ConflictError where a container needs it, NotFoundError where it is not there. */
  remove(reference: string, signal?: AbortSignal): Promise<void>;
  /** Makes the engine fetch `repository:tag` or `repository@digest`. Rejects with PullError. */
  pull(reference: string, options?: PullOptions): Promise<void>;
  /**
   * Makes the engine bring `repository:tag` to its registry; resolves with the digest that it has there. Rejects with
   * PushError.
   */
  push(reference: string, options?: PullOptions): Promise<string>;
  /** The digest that `repository:tag` has in its registry, which the engine asks. Rejects with PullError. */
  registryDigest(reference: string, options?: PullOptions): Promise<string>;
}

export function createImages(transport: Transport): Images {
  return {
    list: (signal) =>
      transport.json({
        method: "GET",
        path: "/images/json",
        query: { all: true },
        action: "list images",
        signal,
      }),
    inspect: (reference, signal) =>
      transport.json({
        method: "GET",
        path: imagePath(reference, "/json"),
        action: `inspect image ${reference}`,
        signal,
      }),
    history: (reference, signal) =>
      transport.json({
        method: "GET",
        path: imagePath(reference, "/history"),
        action: `read the history of image ${reference}`,
        signal,
      }),
    save: (reference, signal) =>
      transport.stream({
        method: "GET",
        path: imagePath(reference, "/get"),
        action: `save image ${reference}`,
        signal,
      }),
    load: (tar, options = {}) => loadImage(transport, tar, options),
    tag: (reference, repository, tag, signal) =>
      transport.done({
        method: "POST",
        path: imagePath(reference, "/tag"),
        query: { repo: repository, tag },
        action: `tag image ${reference} as ${repository}:${tag}`,
        signal,
      }),
    remove: (reference, signal) =>
      transport.done({
        method: "DELETE",
        path: imagePath(reference),
        action: `remove image ${reference}`,
        signal,
      }),
    pull: (reference, options = {}) => pullImage(transport, reference, options),
    push: (reference, options = {}) => pushImage(transport, reference, options),
    registryDigest: (reference, options = {}) => askDigest(transport, reference, options),
  };
}

async function loadImage(transport: Transport, tar: Readable, { signal }: LoadOptions): Promise<void> {
  const call: EngineCall = {
    method: "POST",
    path: "/images/load",
    query: { quiet: true },
    upload: { content: tar, contentType: "application/x-tar" },
    action: "load an image",
    signal,
  };
  try {
    const entries: LoadEntry[] = [];
    for await (const entry of readEntries<LoadEntry>(transport, call)) entries.push(entry);
    const failure = loadFailure(entries);
    if (failure !== undefined) throw new ImageLoadError(transport.host, failure);
  } finally {
    tar.destroy();
  }
}
