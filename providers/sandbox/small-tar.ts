import { pack } from "tar-stream";

export interface SmallFile {
  /** Path in the tar. */
  readonly name: string;
  readonly content: Buffer | string;
  /** @default 0o644 */
  readonly mode?: number;
}

/** A tar of a few small files, all of them root's. */
export async function smallTar(files: readonly SmallFile[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, content, mode = 0o644 } of files) tar.entry({ name, mode, uid: 0, gid: 0 }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
