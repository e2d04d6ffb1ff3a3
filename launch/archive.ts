import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { crc32 } from "node:zlib";
import type { Stamp } from "./stamps";

/** A module as it was compiled. */
export interface KeptModule {
  readonly stamp: Stamp;
  /** Its text, in Node's wrapper. */
  readonly source: string;
  /** What V8 has made of it. */
  readonly code: Buffer;
}

/** What `require` has found: the module, and what must be as it was for it to be found again. */
export type KeptResolution = readonly [file: string, ...witnesses: string[]];

/** All that is kept. */
export interface Archive {
  readonly modules: ReadonlyMap<string, KeptModule>;
  /** By folder of the module that asks, then by what it asks for. */
  readonly resolutions: ReadonlyMap<string, ReadonlyMap<string, KeptResolution>>;
  /** The files and folders that resolutions depend on. */
  readonly witnesses: ReadonlyMap<string, Stamp>;
}

type Place = readonly [start: number, end: number];

/** The first part of the file. Paths and witnesses stand once, and are meant by their number. */
interface Contents {
  readonly modules: readonly (readonly [
    path: number,
    stamp: Stamp,
    source: Place,
    isAscii: boolean,
    code: Place,
  ])[];
  readonly paths: readonly string[];
  readonly resolutions: readonly (readonly [
    folder: number,
    found: Readonly<Record<string, readonly number[]>>,
  ])[];
  readonly witnesses: readonly (readonly [path: number, stamp: Stamp])[];
}

/** No program comes near; a file that has grown beyond it is not read, and nothing is written that would. */
const largest = 48 * 1024 * 1024;
const mark = Buffer.from("moorage modules 1\n");
const headBytes = mark.length + 8;
/** V8 copies what does not begin at a multiple of it. */
const alignment = 8;

/** Undefined unless there is a whole file that nobody but this user can have written. */
export function readArchive(path: string, user = process.getuid?.()): Archive | undefined {
  try {
    const bytes = readPrivateFile(path, user);
    return bytes && parse(bytes);
  } catch {
    return undefined;
  }
}

function readPrivateFile(path: string, user: number | undefined): Buffer | undefined {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const stats = fstatSync(file);
    const isPrivate = stats.isFile() && stats.uid === user && (stats.mode & 0o077) === 0;
    if (!isPrivate || stats.size > largest || stats.size < headBytes) return undefined;
    const bytes = Buffer.allocUnsafeSlow(stats.size);
    return readSync(file, bytes) === bytes.length ? bytes : undefined;
  } finally {
    closeSync(file);
  }
}

function parse(bytes: Buffer): Archive | undefined {
  if (!bytes.subarray(0, mark.length).equals(mark)) return undefined;
  // V8 itself does not notice where its code was changed, and would run it.
  if (bytes.readUInt32LE(mark.length) !== crc32(bytes.subarray(mark.length + 4))) return undefined;
  const end = headBytes + bytes.readUInt32LE(mark.length + 4);
  const { modules, paths, resolutions, witnesses } = JSON.parse(
    bytes.toString("utf8", headBytes, end),
  ) as Contents;
  const start = aligned(end);
  const path = (index: number): string => paths[index] ?? "";
  return {
    modules: new Map(
      modules.map(([file, stamp, [from, to], isAscii, code]) => [
        path(file),
        {
          stamp,
          get source() {
            return bytes.toString(isAscii ? "latin1" : "utf8", start + from, start + to);
          },
          code: bytes.subarray(start + code[0], start + code[1]),
        },
      ]),
    ),
    resolutions: new Map(
      resolutions.map(([folder, found]) => [
        path(folder),
        new Map(Object.entries(found).map(([request, indices]) => [request, indices.map(path) as [string]])),
      ]),
    ),
    witnesses: new Map(witnesses.map(([index, stamp]) => [path(index), stamp])),
  };
}

/** Others may read and write meanwhile: each sees a whole file. @throws if the file cannot be written */
export function writeArchive(path: string, archive: Archive): void {
  const bytes = format(archive);
  if (bytes.length > largest) return;
  const fresh = `${path}.${process.pid}`;
  try {
    writeFileSync(fresh, bytes, { mode: 0o600, flag: "wx" });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

function format({ modules, resolutions, witnesses }: Archive): Buffer {
  const numbers = new Map<string, number>();
  const numberOf = (path: string): number => {
    const number = numbers.get(path) ?? numbers.size;
    numbers.set(path, number);
    return number;
  };
  const pieces: Buffer[] = [];
  let length = 0;
  const append = (bytes: Buffer): Place => {
    const start = length;
    pieces.push(bytes, Buffer.alloc(aligned(bytes.length) - bytes.length));
    length = aligned(start + bytes.length);
    return [start, start + bytes.length];
  };
  const contents: Omit<Contents, "paths"> = {
    modules: [...modules].map(([file, { stamp, source, code }]) => {
      const text = Buffer.from(source);
      return [numberOf(file), stamp, append(text), text.length === source.length, append(code)];
    }),
    resolutions: [...resolutions].map(([folder, found]) => [
      numberOf(folder),
      Object.fromEntries([...found].map(([request, paths]) => [request, paths.map(numberOf)])),
    ]),
    witnesses: [...witnesses].map(([path, stamp]) => [numberOf(path), stamp]),
  };
  const text = Buffer.from(JSON.stringify({ ...contents, paths: [...numbers.keys()] } satisfies Contents));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  const padding = Buffer.alloc(aligned(headBytes + text.length) - headBytes - text.length);
  const body = Buffer.concat([size, text, padding, ...pieces]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(body));
  return Buffer.concat([mark, sum, body]);
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}
