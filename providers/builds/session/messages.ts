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

/** A message of texts and bytes, numbered from 1 on. */
export function message(...fields: readonly (string | Buffer)[]): Buffer {
  const writer = new BinaryWriter();
  for (const [index, field] of fields.entries()) writer.writeBytes(index + 1, Buffer.from(field));
  return Buffer.from(writer.getResultBuffer());
}
