import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pack, type Header, type Pack } from "tar-stream";
import { checkedContent } from "./content";
import type { ContextEntry } from "./entry";

/**
 * A context as a tar: the same bytes for the same content, without times and owners. The stream fails with a
 * ContextChangedError where a file is not any more what its digest says.
 */
export function tarContext(root: string, entries: readonly ContextEntry[]): Readable {
  const tar = pack();
  void writeEntries(tar, root, entries).catch((error: unknown) => tar.destroy(error as Error));
  return Readable.from(tar, { objectMode: false });
}

async function writeEntries(tar: Pack, root: string, entries: readonly ContextEntry[]): Promise<void> {
  for (const entry of entries) {
    await new Promise<void>((resolve, reject) => {
      const sink = tar.entry(header(entry), (error) => (error ? reject(error) : resolve()));
      if (entry.kind === "file") pipeline(checkedContent(root, entry), sink).catch(reject);
    });
  }
  tar.finalize();
}

const TYPES = { file: "file", folder: "directory", link: "symlink", fifo: "fifo" } as const;

/** Set beside the permissions, since no permissions at all would be taken for none given. */
const MODE_IS_GIVEN = 0o100_000;

function header({ path, kind, mode, size, target }: ContextEntry): Partial<Header> & Pick<Header, "name"> {
  return {
    name: path,
    type: TYPES[kind],
    mode: mode | MODE_IS_GIVEN,
    size,
    mtime: new Date(0),
    uid: 0,
    gid: 0,
    ...(target === undefined ? {} : { linkname: target }),
  };
}
