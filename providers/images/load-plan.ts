import type { BundledLayer } from "./bundle";

/** One load: the image made of the lowest `upTo` layers, of which `sent` travel. */
export interface Load {
  readonly upTo: number;
  readonly sent: readonly BundledLayer[];
}

/** Layers below this travel with the next one: a load of its own costs up to 0.2 s. */
const SMALL_BYTES = 4 * 1024 * 1024;

/**
 * Splits what the engine lacks into loads, so that what arrived stays when the connection breaks: an engine keeps
 * nothing of a load that was cut. The last one is the whole image, with a part of the layers or none.
 */
export function planLoads(layers: readonly BundledLayer[], held: number): Load[] {
  const loads: Load[] = [];
  let sent: BundledLayer[] = [];
  for (const [index, layer] of layers.entries()) {
    if (index < held) continue;
    sent.push(layer);
    const bytes = sum(sent);
    if (bytes >= SMALL_BYTES && sum(layers.slice(index + 1)) > 0) {
      loads.push({ upTo: index + 1, sent });
      sent = [];
    }
  }
  return [...loads, { upTo: layers.length, sent }];
}

/** Bytes of layers, uncompressed. */
export function sum(layers: readonly BundledLayer[]): number {
  return layers.reduce((bytes, layer) => bytes + layer.bytes, 0);
}
