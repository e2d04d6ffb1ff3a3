import { UserError } from "../errors";

/** One entry of the answer to `POST /images/load`. */
export interface LoadEntry {
  readonly stream?: string;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/** The engine did not take an image that was sent to it. */
export class ImageLoadError extends UserError {
  override readonly name = "ImageLoadError";
  /** The engine's words. */
  readonly reason: string;

  constructor(host: string, reason: string) {
    super(`The Docker engine on ${host} did not take the image: ${reason}.${advice(reason)}`);
    this.reason = reason;
  }
}

/**
 * Why a load failed; undefined where it went well. The status is 200 either way, and an engine with containerd's store
 * says `Loaded image` also of one whose layers it could not unpack.
 */
export function loadFailure(entries: readonly LoadEntry[]): string | undefined {
  const lines = entries.map((entry) => entry.stream ?? "");
  const failed = entries.find((entry) => entry.errorDetail !== undefined || entry.error !== undefined);
  if (failed !== undefined) return failed.errorDetail?.message ?? failed.error ?? "it does not say why";
  const unpacking = lines.find((line) => line.includes("Error unpacking"));
  if (unpacking !== undefined) return unpacking.trim();
  return lines.some((line) => line.startsWith("Loaded image"))
    ? undefined
    : "it does not say that it loaded an image";
}

function advice(reason: string): string {
  if (/no space left on device/i.test(reason))
    return " Make room on the host, e.g. with `docker system prune`.";
  return "";
}
