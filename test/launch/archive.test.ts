import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArchive, writeArchive, type Archive } from "../../launch/archive";
import { withTypeScript } from "../support/transpile/typescript";

const stamp = [1.5, 2.25, 3] as const;

const archive: Archive = {
  modules: new Map([
    ["/a.js", { stamp, source: "plain", code: Buffer.from("code of a") }],
    ["/b.js", { stamp, source: "naïve — ☃", code: Buffer.from("b") }],
    ["/c.js", { stamp, source: "", code: Buffer.alloc(0) }],
  ]),
  resolutions: new Map([["/", new Map([["./__proto__", ["/a.js", "/", "/none"] as const]])]]),
  witnesses: new Map([
    ["/", stamp],
    ["/none", null],
  ]),
};

describe("an archive of modules", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "moorage-archive-"));
    file = join(folder, "archive");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("must give back what it was given", () => {
    writeArchive(file, archive);
    const read = readArchive(file);
    assert(read);
    const modules = [...read.modules].map(([path, { stamp, source, code }]) => [
      path,
      { stamp, source, code },
    ]);
    assert.deepEqual(modules, [...archive.modules]);
    assert.deepEqual([read.resolutions, read.witnesses], [archive.resolutions, archive.witnesses]);
    assert.deepEqual(readdirSync(folder), ["archive"]);
  });

  it("must be none where any byte differs, or is missing", () => {
    writeArchive(file, archive);
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ 0x10;
      for (const wrong of [changed, bytes.subarray(0, at)]) {
        writeFileSync(file, wrong);
        assert.equal(readArchive(file), undefined, `at byte ${at}`);
      }
    }
  });

  it("must be none where it is another user's, a link, or not there", () => {
    writeArchive(file, archive);
    symlinkSync(file, `${file}.link`);
    assert.equal(readArchive(file, (process.getuid?.() ?? 0) + 1), undefined);
    assert.equal(readArchive(`${file}.link`), undefined);
    assert.equal(readArchive(`${file}.none`), undefined);
    assert(readArchive(file));
  });

  it("must be whole at any moment, whoever else writes it", async () => {
    const script = `
const { writeArchive } = require(${JSON.stringify(join(__dirname, "../../launch/archive"))});
const code = Buffer.alloc(300_000, process.argv[1]);
for (let time = 0; time < 40; time += 1) {
  const modules = new Map([["/a.js", { stamp: null, source: process.argv[1].repeat(1000), code }]]);
  writeArchive(${JSON.stringify(file)}, { modules, resolutions: new Map(), witnesses: new Map() });
}`;
    const node = [...withTypeScript, "-e", script];
    const cwd = join(__dirname, "../..");
    const writers = ["x", "y", "z"].map((word) =>
      spawn(process.execPath, [...node, word], { cwd, stdio: ["ignore", "ignore", "inherit"] }),
    );
    let running = writers.length;
    const ends = writers.map((writer) => once(writer, "exit").finally(() => (running -= 1)));
    writeArchive(file, archive);
    while (running > 0) {
      const { source, code } = readArchive(file)?.modules.get("/a.js") ?? assert.fail("no whole archive");
      if (source !== "plain") assert.equal(code.toString(), (source[0] ?? "").repeat(code.length));
      await new Promise(setImmediate);
    }
    assert.deepEqual(
      await Promise.all(ends),
      writers.map(() => [0, null]),
    );
    assert.deepEqual(readdirSync(folder), ["archive"]);
  });
});
