import { readFile } from "node:fs/promises";
import { Failure } from "./failure";
import type { Input } from "./terminal";

/** All that is piped in. */
export async function readInput(stdin: Input): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** The text of a file that the command line names. @throws Failure that says why it cannot be read */
export async function readNamedFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new Failure(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
