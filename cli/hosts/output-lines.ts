import { once } from "node:events";
import { StringDecoder } from "node:string_decoder";
import type { Output } from "../terminal";

/** Puts pieces of text together to whole lines. */
export class OutputLines {
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";

  /** The lines that a piece completes, without their ends. */
  add(bytes: Buffer): string[] {
    const lines = (this.#rest + this.#decoder.write(bytes)).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.map((line) => line.replace(/\r$/, ""));
  }

  /** What was written after the last line's end. */
  end(): string[] {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = "";
    return rest === "" ? [] : [rest];
  }
}

/** Writes, and waits while whoever reads is behind. */
export async function write(output: Output, text: string | Buffer, signal: AbortSignal): Promise<void> {
  if (signal.aborted || output.write(text)) return;
  await once(output, "drain", { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
