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
