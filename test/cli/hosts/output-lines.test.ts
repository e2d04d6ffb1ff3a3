import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { OutputLines } from "../../../cli/hosts/output-lines";
import { readLogFrames } from "../../../providers/docker/log-frames";

describe("lines of a log", () => {
  it("must be whole, wherever the pieces break, in characters too", () => {
    const lines = new OutputLines();
    const bytes = [...Buffer.from("é1\r\n\né2")].map((byte) => Buffer.from([byte]));
    assert.deepEqual(
      bytes.flatMap((byte) => lines.add(byte)),
      ["é1", ""],
    );
    assert.deepEqual(lines.end(), ["é2"]);
    assert.deepEqual(lines.end(), []);
  });

  it("must come out of the engine's frames, wherever the pieces break", async () => {
    const frames = Buffer.concat([frame(1, "out"), frame(2, "err"), frame(1, "")]);
    for (const size of [1, 5, frames.length]) {
      const stream = new PassThrough();
      for (let start = 0; start < frames.length; start += size)
        stream.write(frames.subarray(start, start + size));
      stream.end();
      const texts = { stdout: "", stderr: "" };
      for await (const { source, bytes } of readLogFrames(stream, false)) texts[source] += bytes.toString();
      assert.deepEqual(texts, { stdout: "out", stderr: "err" });
    }
  });
});

function frame(source: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = source;
  header.writeUInt32BE(text.length, 4);
  return Buffer.concat([header, Buffer.from(text)]);
}
