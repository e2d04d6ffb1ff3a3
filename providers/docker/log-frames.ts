import type { Readable } from "node:stream";

const HEADER_BYTES = 8;

/**
 * The bytes of a container's log without the engine's frames. A container with a terminal has none: then the bytes
 * do not look like frames and are taken as they are.
 */
export function demultiplex(log: Buffer): Buffer {
  const parts: Buffer[] = [];
  let offset = 0;
  while (offset < log.length) {
    if (!isHeader(log, offset)) return offset === 0 ? log : Buffer.concat(parts);
    const start = offset + HEADER_BYTES;
    const end = start + log.readUInt32BE(offset + 4);
    parts.push(log.subarray(start, end));
    offset = end;
  }
  return Buffer.concat(parts);
}

function isHeader(log: Buffer, offset: number): boolean {
  if (offset + HEADER_BYTES > log.length) return false;
  const stream = log[offset] ?? 255;
  return stream <= 2 && log[offset + 1] === 0 && log[offset + 2] === 0 && log[offset + 3] === 0;
}

/** A piece of what a container or a command in it wrote, and where to. */
export interface Written {
  readonly source: "stdout" | "stderr";
  readonly bytes: Buffer;
}

/** What is written, as it comes: out of the engine's frames, or as it is where a terminal mixes both. */
export async function* readLogFrames(stream: Readable, isTerminal: boolean): AsyncGenerator<Written> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    if (isTerminal) {
      yield { source: "stdout", bytes: chunk as Buffer };
      continue;
    }
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (;;) {
      const end = rest.length < HEADER_BYTES ? Infinity : HEADER_BYTES + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield { source: rest[0] === 2 ? "stderr" : "stdout", bytes: rest.subarray(HEADER_BYTES, end) };
      rest = rest.subarray(end);
    }
  }
}
