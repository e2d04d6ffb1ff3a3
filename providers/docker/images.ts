import type { Readable } from "node:stream";
import { CancelledError } from "../errors";
import type { ConfigJson } from "./container-json";
import { connectionToError, EngineRequestError } from "./errors";
import { parseJsonLines } from "./json-lines";
import { ImageLoadError, loadFailure, type LoadEntry } from "./load-result";
import { PullProgress, type TransferProgress } from "./pull-progress";
import { PullError } from "./pull-error";
import type { EngineCall, Transport } from "./transport";

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
  /** What its containers have where they are not told otherwise. */
  readonly Config?: ConfigJson | null;
  /** Without layers where the engine has the image's name only: its content is broken. */
  readonly RootFS?: { readonly Layers?: readonly string[] | null };
  readonly Metadata?: { readonly LastTagTime?: string };
}

/** What proves to a registry who pulls. */
export interface RegistryAuth {
  readonly username: string;
  readonly password: string;
  /** The registry, as `docker login` names it. */
  readonly serveraddress?: string;
}

export interface LoadOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface PullOptions {
  readonly auth?: RegistryAuth | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive at the host. */
  readonly onProgress?: (progress: TransferProgress) => void;
}

/** Images of one engine. A reference is an image's id or its name with tag or digest. */
export interface Images {
  /** All images, those without a name too. */
  list(signal?: AbortSignal): Promise<ImageSummaryJson[]>;
  /** Rejects with NotFoundError where there is none. */
  inspect(reference: string, signal?: AbortSignal): Promise<ImageInspectJson>;
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

async function pullImage(transport: Transport, reference: string, options: PullOptions): Promise<void> {
  const { auth, signal, onProgress } = options;
  const headers = auth === undefined ? {} : { "X-Registry-Auth": registryAuthHeader(auth) };
  const call: EngineCall = {
    method: "POST",
    path: "/images/create",
    query: { fromImage: reference },
    headers,
    action: `pull image ${reference}`,
    signal,
  };
  const progress = new PullProgress();
  try {
    for await (const entry of readEntries<PullEntry>(transport, call)) {
      const failure = entry.errorDetail?.message ?? entry.error;
      if (failure !== undefined) throw new PullError(transport.host, reference, failure);
      if (progress.add(entry)) onProgress?.(progress.total());
    }
  } catch (error) {
    if (!(error instanceof EngineRequestError)) throw error;
    // What the registry says before the first byte arrives comes as a status.
    throw new PullError(transport.host, reference, error.reason, error);
  }
}

/** The engine takes the padding for a part of it: without, it goes on as if nothing had been said, not with an error. */
function registryAuthHeader(auth: RegistryAuth): string {
  const text = Buffer.from(JSON.stringify(auth)).toString("base64");
  return text.replaceAll("+", "-").replaceAll("/", "_");
}

interface PullEntry {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/** The entries of an answer that tells its progress, and its failure, in the body of a 200. */
async function* readEntries<T>(transport: Transport, call: EngineCall): AsyncGenerator<T> {
  const answer = await transport.stream(call);
  try {
    yield* parseJsonLines<T>(answer);
  } catch (error) {
    if (call.signal?.aborted === true) {
      throw new CancelledError(`Cancelled: ${call.action} on ${transport.host}.`, { cause: error });
    }
    throw connectionToError(error, transport.host);
  }
}

function imagePath(reference: string, rest = ""): string {
  return `/images/${reference.split("/").map(encodeURIComponent).join("/")}${rest}`;
}
