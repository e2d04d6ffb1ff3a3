import { readEntries } from "./entries";
import { EngineRequestError, NoAnswerError } from "./errors";
import { encodePath, imagePath } from "./image-path";
import { PullError, PushError } from "./pull-error";
import { PullProgress, type TransferProgress } from "./pull-progress";
import { type RegistryAuth, registryHeaders } from "./registry-header";
import type { EngineCall, Transport } from "./transport";

export interface PullOptions {
  readonly auth?: RegistryAuth | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive at the host, or leave it. */
  readonly onProgress?: (progress: TransferProgress) => void;
}

export async function pullImage(
  transport: Transport,
  reference: string,
  options: PullOptions,
): Promise<void> {
  const { auth, signal, onProgress } = options;
  const call: EngineCall = {
    method: "POST",
    path: "/images/create",
    query: { fromImage: reference },
    headers: registryHeaders(auth),
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

export async function pushImage(
  transport: Transport,
  reference: string,
  options: PullOptions,
): Promise<string> {
  const { auth, signal, onProgress } = options;
  const colon = reference.lastIndexOf(":");
  const call: EngineCall = {
    method: "POST",
    path: imagePath(reference.slice(0, colon), "/push"),
    query: { tag: reference.slice(colon + 1) },
    // The engine refuses a push without the header, also where nobody asks for a login.
    headers: registryHeaders(auth ?? { username: "", password: "" }),
    action: `push image ${reference}`,
    signal,
  };
  const progress = new PullProgress();
  let digest: string | undefined;
  try {
    for await (const entry of readEntries<PushEntry>(transport, call)) {
      const failure = entry.errorDetail?.message ?? entry.error;
      if (failure !== undefined) throw new PushError(transport.host, reference, failure);
      digest = entry.aux?.Digest ?? digest;
      if (progress.add(entry)) onProgress?.(progress.total());
    }
  } catch (error) {
    if (!(error instanceof EngineRequestError)) throw error;
    throw new PushError(transport.host, reference, error.reason, error);
  }
  // With containerd's store an engine tells no digest at the end of a push.
  return digest ?? (await askDigest(transport, reference, options));
}

export async function askDigest(
  transport: Transport,
  reference: string,
  options: PullOptions,
): Promise<string> {
  const { auth, signal } = options;
  const action = `ask the registry for ${reference}`;
  const path = `/distribution/${encodePath(reference)}/json`;
  try {
    const call: EngineCall = { method: "GET", path, headers: registryHeaders(auth), action, signal };
    const { Descriptor } = await transport.json<{ readonly Descriptor: { readonly digest: string } }>(call);
    return Descriptor.digest;
  } catch (error) {
    if (error instanceof NoAnswerError) {
      const reason = `timeout exceeded: its registry has not answered for ${error.seconds} s`;
      throw new PullError(transport.host, reference, reason, error);
    }
    if (!(error instanceof EngineRequestError)) throw error;
    throw new PullError(transport.host, reference, error.reason, error);
  }
}

interface PullEntry {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

interface PushEntry extends PullEntry {
  readonly aux?: { readonly Digest?: string };
}
