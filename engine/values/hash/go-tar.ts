/** Writes tar archives as Go's library does, byte for byte: their hash is what Pulumi's engine knows an archive by. */
const blockBytes = 512;
const nameBytes = 100;
const prefixBytes = 155;

/** What ends an archive. */
export const tarEnd = Buffer.alloc(2 * blockBytes);

/** The zeros that follow a file's content. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes);
}

/** What precedes a file's content. */
export function tarHeader(name: string, size: number): Buffer {
  if (isAscii(name)) {
    if (name.length <= nameBytes) return block({ name, size, mode: 0o600 });
    const split = splitName(name);
    if (split !== undefined) return block({ ...split, size, mode: 0o600 });
  }
  const record = paxRecord("path", name);
  const slash = name.lastIndexOf("/") + 1;
  const paxName = `${name.slice(0, slash)}PaxHeaders.0/${name.slice(slash)}`;
  return Buffer.concat([
    paxBlock(toAscii(paxName), record.length),
    record,
    tarPadding(record.length),
    block({ name: withoutSlashAtCut(toAscii(name)), size, mode: 0o600 }),
  ]);
}

/** The block before a record has no device numbers, not even zeros. */
function paxBlock(name: string, size: number): Buffer {
  return block({ name: name.slice(0, nameBytes).replace(/\/+$/, ""), size, mode: 0, type: "x" });
}

/** A name that is cut at a slash would be a folder's. */
function withoutSlashAtCut(name: string): string {
  const cut = name.slice(0, nameBytes);
  return name.length > nameBytes && cut.endsWith("/") ? cut.replace(/\/+$/, "") : cut;
}

interface Header {
  name: string;
  prefix?: string;
  size: number;
  mode: number;
  type?: string;
}

function block({ name, prefix = "", size, mode, type = "0" }: Header): Buffer {
  const header = Buffer.alloc(blockBytes);
  const octal = (value: number, offset: number, length: number) =>
    header.write(value.toString(8).padStart(length - 1, "0"), offset, "latin1");
  header.write(name.slice(0, nameBytes), 0, "latin1");
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  header.write(type, 156, "latin1");
  header.write("ustar\u000000", 257, "latin1");
  if (type === "0") {
    octal(0, 329, 8);
    octal(0, 337, 8);
  }
  header.write(prefix, 345, "latin1");
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  octal(sum, 148, 7);
  header[154] = 0;
  return header;
}

/** Splits a long name at the last slash that leaves both parts short enough. */
function splitName(name: string): { prefix: string; name: string } | undefined {
  let end = Math.min(name.length, prefixBytes + 1);
  if (end === name.length && name.endsWith("/")) end--;
  const slash = name.slice(0, end).lastIndexOf("/");
  const rest = name.length - slash - 1;
  if (slash <= 0 || rest > nameBytes || rest === 0 || slash > prefixBytes) return undefined;
  return { prefix: name.slice(0, slash), name: name.slice(slash + 1) };
}

/** A record tells its own length, in bytes, its digits among them. */
function paxRecord(key: string, value: string): Buffer {
  const body = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(body);
  let length = bytes + String(bytes).length;
  if (String(length).length !== String(bytes).length) length = bytes + String(length).length;
  return Buffer.from(`${length}${body}`);
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length && !text.includes("\u0000");
}

function toAscii(text: string): string {
  return [...text].filter((character) => character < "\u0080" && character !== "\u0000").join("");
}
