import type { Engine } from "../docker/engine";
import type { PullOptions } from "../docker/images";
import { inspectIfThere } from "./observe-image";
import { parseReference, repositoryOf } from "./reference";
import { removeName } from "./temporary-images";

/**
 * Brings an image of a host to a registry under `name`, and resolves with `repository@digest` of what is there then. An
 * engine pushes what has the name with it: the name is lent for that time, and given back to the image that had it.
 */
export async function pushAs(
  { images }: Engine,
  reference: string,
  name: string,
  options: PullOptions,
): Promise<string> {
  const { signal } = options;
  const { tag = "latest", ...parsed } = parseReference(name);
  const repository = repositoryOf({ ...parsed, tag });
  const image = await images.inspect(reference, signal);
  const owner = await inspectIfThere(images, name, signal);
  if (owner?.Id !== image.Id) await images.tag(reference, repository, tag, signal);
  try {
    return `${repository}@${await images.push(name, options)}`;
  } finally {
    // Also after a cancel, which would end these calls as well: they take no time.
    if (owner === undefined) await removeName(images, name);
    else if (owner.Id !== image.Id) await images.tag(owner.Id, repository, tag);
  }
}
