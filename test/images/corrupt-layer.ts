import { readFile, writeFile } from "node:fs/promises";

/** Changes one byte of an uncompressed layer in an archive. */
export async function corruptLayer(path: string, layer: Buffer | undefined): Promise<void> {
  const archive = await readFile(path);
  // Past the header of the layer's first file: a changed header would be told by its own checksum.
  const place = archive.indexOf(layer?.subarray(4096, 4160) ?? "nothing");
  if (place < 0) throw new Error(`${path} does not hold the layer`);
  archive.writeUInt8(archive.readUInt8(place) ^ 1, place);
  await writeFile(path, archive);
}
