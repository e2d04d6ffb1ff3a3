import { noSecrets, type SecretFilter } from "../secret-filter";
import { currentStore } from "./current-run";
import type { SdkStore } from "./seam";

type Write = (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;

/** Those of runs that have ended, too: what they leave behind may print late. */
const filters = new WeakMap<SdkStore, SecretFilter>();
const ours = new WeakSet<Write>();

/**
 * Takes the stack's secrets out of what one run of a program prints. It prints to the process's own streams, past the
 * events; each run prints in its own context, and what anybody else prints stays as it is.
 */
export function filterPrints(store: SdkStore, filter: SecretFilter): void {
  if (filter === noSecrets) return;
  filters.set(store, filter);
  for (const stream of [process.stdout, process.stderr]) takeOver(stream as { write: Write });
}

function takeOver(stream: { write: Write }): void {
  const next = stream.write;
  if (ours.has(next)) return;
  stream.write = (chunk, ...rest) => next.call(stream, filtered(chunk), ...rest);
  ours.add(stream.write);
}

function filtered(chunk: string | Uint8Array): string | Uint8Array {
  const store = currentStore();
  const filter = store && filters.get(store);
  if (filter === undefined) return chunk;
  const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
  const shown = filter(text);
  // What is no text, such as an image, is no text after it was decoded either.
  return shown === text ? chunk : shown;
}
