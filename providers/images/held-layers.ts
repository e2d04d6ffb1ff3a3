import { NotFoundError } from "../docker/errors";
import type { Images, ImageSummaryJson } from "../docker/images";

/** How many inspections run at once: enough to hide the round trips of a distant host. */
const CONCURRENCY = 8;

export interface HeldLayersQuery {
  /** Of the image to be sent, from the lowest layer. */
  readonly diffIds: readonly string[];
  /** Repositories whose images are looked at first, e.g. the one of the image's earlier versions. */
  readonly repositories: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * How many of an image's lowest layers the engine has. A layer only counts above the same layers as in the image:
 * that is how engines look them up.
 */
export async function countHeldLayers(images: Images, query: HeldLayersQuery): Promise<number> {
  const listed = await images.list(query.signal);
  const likely = listed.filter((image) => isOf(image, query.repositories));
  const others = listed.filter((image) => !likely.includes(image));
  let held = 0;
  const inspect = async ({ Id }: ImageSummaryJson): Promise<void> => {
    if (held === query.diffIds.length) return;
    const layers = await layersOf(images, Id, query.signal);
    held = Math.max(held, commonPrefix(query.diffIds, layers));
  };
  await forEachConcurrently(likely, inspect);
  await forEachConcurrently(others, inspect);
  return held;
}

/** How many of the first items two lists share. */
export function commonPrefix(a: readonly string[], b: readonly string[]): number {
  const differing = a.findIndex((item, index) => item !== b[index]);
  return differing === -1 ? a.length : differing;
}

/** An image may vanish after it was listed, and a broken one has no layers: neither holds any. */
async function layersOf(
  images: Images,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  try {
    return (await images.inspect(id, signal)).RootFS?.Layers ?? [];
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

function isOf(image: ImageSummaryJson, repositories: readonly string[]): boolean {
  return (image.RepoTags ?? []).some((name) => repositories.includes(name.slice(0, name.lastIndexOf(":"))));
}

async function forEachConcurrently<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
