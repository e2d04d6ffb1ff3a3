import type { Readable } from "node:stream";

/** Values of a stream of JSON texts, one a line. Ending the loop ends the stream. */
export async function* parseJsonLines<T>(stream: Readable): AsyncGenerator<T> {
  stream.setEncoding("utf8");
  let rest = "";
  try {
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter(isFilled)) yield JSON.parse(line) as T;
    }
    if (isFilled(rest)) yield JSON.parse(rest) as T;
  } finally {
    stream.destroy();
  }
}

function isFilled(line: string): boolean {
  return line.trim() !== "";
}
