import { type Readable, Transform } from "node:stream";
import { constants, createGzip } from "node:zlib";
import { ImageLoadError } from "../docker/load-result";
import type { Engine } from "../docker/engine";
import type { TransferProgress } from "../docker/pull-progress";
import type { Archive, ArchivedImage } from "./archive";
import { type Bundle, type BundledLayer, packBundle } from "./bundle";
import { countHeldLayers } from "./held-layers";
import { layerBytes, openLayer } from "./layer-content";
import { type Load, planLoads, sum } from "./load-plan";
import { prefixConfig } from "./prefix-config";
import { formatReference, parseReference } from "./reference";
import { temporaryTag } from "./temporary-images";
import { through } from "./through";

/** An image to be sent, and how. */
export interface Shipment {
  readonly archive: Archive;
  readonly image: ArchivedImage;
  /** Repository of the names that images have until the whole is there; see `temporaryRepository`. */
  readonly temporaryRepository: string;
  /** Repositories whose images probably share layers with it. */
  readonly likelyRepositories: readonly string[];
  /** Whether what travels is compressed: it pays on all but the fastest links. */
  readonly compress: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called as layers are sent, in bytes of uncompressed layers. */
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
}

/** What would be sent. */
export interface MissingLayers {
  readonly layers: readonly BundledLayer[];
  /** How many of the lowest ones the engine has. */
  readonly held: number;
  /** What the engine lacks, uncompressed. */
  readonly bytes: number;
}

/** Finds what an engine lacks of an image. Changes nothing. */
export async function findMissingLayers(engine: Engine, shipment: Shipment): Promise<MissingLayers> {
  const { archive, image, signal } = shipment;
  const held = await countHeldLayers(engine.images, {
    diffIds: image.layers.map((layer) => layer.diffId),
    repositories: [shipment.temporaryRepository, ...shipment.likelyRepositories],
    signal,
  });
  const layers = await Promise.all(
    image.layers.map(async (layer) => ({
      diffId: layer.diffId,
      bytes: await layerBytes(archive.files, layer),
    })),
  );
  return { layers, held, bytes: sum(layers.slice(held)) };
}

/**
 * Sends what the engine lacks of an image. Resolves with the temporary name of the whole image once the engine has
 * proved that it holds it; no other name is touched, since an engine may move a name to an image that it could not load.
 */
export async function sendImage(engine: Engine, shipment: Shipment, missing: MissingLayers): Promise<string> {
  try {
    return await sendFrom(engine, shipment, missing);
  } catch (error) {
    if (!(error instanceof ImageLoadError) || missing.held === 0 || !isAbsentLayer(error)) throw error;
    // A layer that an image listed was not usable after all: that image was removed meanwhile, or is broken.
    return sendFrom(engine, shipment, { ...missing, held: 0, bytes: sum(missing.layers) });
  }
}

async function sendFrom(engine: Engine, shipment: Shipment, missing: MissingLayers): Promise<string> {
  const { layers, held, bytes: totalBytes } = missing;
  let bytes = 0;
  const report = (more: number): void => {
    bytes += more;
    shipment.onProgress?.({ bytes, totalBytes });
  };
  let name = "";
  for (const load of planLoads(layers, held)) name = await runLoad(engine, shipment, layers, load, report);
  return name;
}

async function runLoad(
  engine: Engine,
  shipment: Shipment,
  layers: readonly BundledLayer[],
  load: Load,
  report: (bytes: number) => void,
): Promise<string> {
  const { archive, image, signal } = shipment;
  const tag = temporaryTag(image.configDigest, load.upTo);
  const name = parseReference(`${shipment.temporaryRepository}:${tag}`);
  const bundle: Bundle = {
    name,
    config: load.upTo === layers.length ? image.config : prefixConfig(image, load.upTo),
    layers: layers.slice(0, load.upTo),
    sent: new Set(load.sent.map((layer) => layer.diffId)),
  };
  const tar = packBundle(bundle, ({ diffId }) => {
    const layer = image.layers.find((each) => each.diffId === diffId);
    if (layer === undefined) throw new RangeError(`no layer ${diffId}`);
    return counted(openLayer(archive.files, layer), report);
  });
  await engine.images.load(shipment.compress ? compressed(tar) : tar, { signal });
  const loaded = await engine.images.inspect(formatReference(name), signal);
  const expected = bundle.layers.map((layer) => layer.diffId);
  if (JSON.stringify(loaded.RootFS?.Layers ?? []) !== JSON.stringify(expected)) {
    throw new ImageLoadError(engine.name, "it holds other layers than those that were sent");
  }
  return formatReference(name);
}

function isAbsentLayer(error: ImageLoadError): boolean {
  return /no such file or directory|not found/i.test(error.reason);
}

function counted(content: Readable, report: (bytes: number) => void): Readable {
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      report(chunk.length);
      done(null, chunk);
    },
  });
  return through(content, counter);
}

function compressed(tar: Readable): Readable {
  return through(tar, createGzip({ level: constants.Z_BEST_SPEED }));
}
