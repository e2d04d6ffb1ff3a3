import { StringDecoder } from "node:string_decoder";
import type { ClientChannel } from "ssh2";
import type { RunOptions } from "./remote";

type Source = "stdout" | "stderr";

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Collects what a command writes, up to a limit, and reports it line by line. */
export class Output {
  readonly #onLine: RunOptions["onLine"];
  readonly #maxBytes: number;
  readonly #onTooMuch: () => void;
  readonly #chunks: Record<Source, Buffer[]> = { stdout: [], stderr: [] };
  readonly #bytes: Record<Source, number> = { stdout: 0, stderr: 0 };
  readonly #decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  readonly #unfinished: Record<Source, string> = { stdout: "", stderr: "" };

  constructor(options: Pick<RunOptions, "onLine" | "maxOutputBytes">, onTooMuch: () => void) {
    this.#onLine = options.onLine;
    this.#maxBytes = options.maxOutputBytes ?? MAX_OUTPUT_BYTES;
    this.#onTooMuch = onTooMuch;
  }

  read(channel: ClientChannel): void {
    channel.on("data", (chunk: Buffer) => this.#add("stdout", chunk));
    channel.stderr.on("data", (chunk: Buffer) => this.#add("stderr", chunk));
  }

  text(source: Source): string {
    return Buffer.concat(this.#chunks[source]).toString("utf8");
  }

  /** Reports a last line that has no newline. */
  finish(): void {
    for (const source of ["stdout", "stderr"] as const) {
      if (this.#unfinished[source] !== "") this.#onLine?.(this.#unfinished[source], source);
      this.#unfinished[source] = "";
    }
  }

  #add(source: Source, chunk: Buffer): void {
    const room = this.#maxBytes - this.#bytes[source];
    this.#chunks[source].push(chunk.subarray(0, room));
    this.#bytes[source] += Math.min(room, chunk.length);
    if (chunk.length > room) this.#onTooMuch();
    else if (this.#onLine !== undefined) this.#report(source, chunk);
  }

  #report(source: Source, chunk: Buffer): void {
    const lines = (this.#unfinished[source] + this.#decoders[source].write(chunk)).split(/\r?\n/);
    this.#unfinished[source] = lines.pop() ?? "";
    for (const line of lines) this.#onLine?.(line, source);
  }
}
