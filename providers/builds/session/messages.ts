import { BinaryReader, BinaryWriter } from "google-protobuf";

/** The first field of a message where that is a text; every request of a session begins with one. */
export function readText(message: Buffer): string {
  const reader = new BinaryReader(message);
  let text = "";
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) text = reader.readString();
    else reader.skipField();
  }
  return text;
}

/** The first field of a message where that is bytes. */
export function readBytes(message: Buffer): Uint8Array {
  const reader = new BinaryReader(message);
  let bytes: Uint8Array = Buffer.alloc(0);
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) bytes = reader.readBytes();
    else reader.skipField();
  }
  return bytes;
}

/** A message of texts and bytes, numbered from 1 on. */
export function message(...fields: readonly (string | Buffer)[]): Buffer {
  const writer = new BinaryWriter();
  for (const [index, field] of fields.entries()) writer.writeBytes(index + 1, Buffer.from(field));
  return Buffer.from(writer.getResultBuffer());
}
