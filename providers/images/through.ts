import type { Duplex, Readable } from "node:stream";

/**
 * What comes out of a transformation of a source. An error of the source becomes one of the result, and the source
 * ends with the result, without an error that nobody would hear.
 */
export function through(source: Readable, transformation: Duplex): Readable {
  source.once("error", (error) => transformation.destroy(error));
  transformation.once("close", () => source.destroy());
  return source.pipe(transformation);
}
