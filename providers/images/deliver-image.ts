import type { Engine } from "../docker/engine";
import type { PullOptions } from "../docker/images";
import { inspectIfThere } from "./observe-image";
import { parseReference, repositoryOf } from "./reference";
import { findMissingLayers, type MissingLayers, sendImage, type Shipment } from "./send-image";
import { removeTemporaryImages } from "./temporary-images";

/** Gets told before anything is sent, and may refuse by throwing. */
export type BeforeSending = (missing: MissingLayers) => Promise<void>;

/**
 * Makes the image of an archive be on the host under `names`, each `repository:tag`. What arrived of it stays when
 * this fails, under temporary names that `removeTemporaryImages` knows: the next try sends the rest.
 */
export async function deliverImage(
  engine: Engine,
  shipment: Shipment,
  names: readonly string[],
  beforeSending: BeforeSending,
): Promise<void> {
  const { signal } = shipment;
  const source = (await findWhole(engine, shipment, names)) ?? (await send(engine, shipment, beforeSending));
  for (const name of names) {
    const reference = parseReference(name);
    await engine.images.tag(source, repositoryOf(reference), reference.tag ?? "latest", signal);
  }
  await removeTemporaryImages(engine.images, shipment.temporaryRepository, signal);
}

/** Makes an image be on the host by pulling it, unless it is there under its name already. */
export async function ensurePulled(engine: Engine, name: string, options: PullOptions): Promise<void> {
  if ((await inspectIfThere(engine.images, name, options.signal)) === undefined) {
    await engine.images.pull(name, options);
  }
}

/** The name among these that the very image has already. */
async function findWhole(
  engine: Engine,
  { image, signal }: Shipment,
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    const found = await inspectIfThere(engine.images, name, signal);
    // An engine with containerd's store has another id for it; then it is loaded again, which sends no layer.
    if (found?.Id === image.configDigest) return name;
  }
  return undefined;
}

async function send(engine: Engine, shipment: Shipment, beforeSending: BeforeSending): Promise<string> {
  const missing = await findMissingLayers(engine, shipment);
  await beforeSending(missing);
  return sendImage(engine, shipment, missing);
}
