import { createHash } from "node:crypto";

/** Ends the name of the file that the CLI keeps beside each of its files. */
export const attributesExtension = ".attrs";

/** What the CLI's storage library keeps beside a file. A file without it is read as well; one that is not JSON is not. */
export function attributesOf(parts: readonly Buffer[]): Buffer {
  const md5 = createHash("md5");
  for (const part of parts) md5.update(part);
  const attributes = {
    "user.cache_control": "",
    "user.content_disposition": "",
    "user.content_encoding": "",
    "user.content_language": "",
    "user.content_type": "text/plain; charset=utf-8",
    "user.metadata": null,
    md5: md5.digest("base64"),
  };
  return Buffer.from(`${JSON.stringify(attributes)}\n`);
}
