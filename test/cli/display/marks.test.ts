import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { openDisplay } from "../../../cli/display";
import { marksFor } from "../../../cli/display/marks";
import { stream } from "./streams";

const UNICODE: readonly (readonly [what: string, env: Record<string, string>, isUnicode: boolean])[] = [
  ["no locale", {}, true],
  ["a locale of UTF-8", { LANG: "de_DE.UTF-8" }, true],
  ["its other spelling", { LANG: "C.utf8" }, true],
  ["the locale C", { LANG: "C" }, false],
  ["another encoding", { LANG: "de_DE.ISO-8859-1" }, false],
  ["LC_ALL before LANG", { LC_ALL: "POSIX", LANG: "C.UTF-8" }, false],
  ["LC_CTYPE before LANG", { LC_CTYPE: "C.UTF-8", LANG: "C" }, true],
  ["an empty one, which is none", { LC_ALL: "", LANG: "C.UTF-8" }, true],
  ["the console of Linux", { TERM: "linux", LANG: "C.UTF-8" }, false],
];

describe("the marks of a display", () => {
  for (const [what, env, isUnicode] of UNICODE) {
    it(`must be ${isUnicode ? "as they are" : "ASCII"} for ${what}`, () => {
      assert.equal(marksFor(env)("├─ ✓ █░ é"), isUnicode ? "├─ ✓ █░ é" : "|- * #. é");
    });
  }

  it("must be ASCII wherever the tree is drawn in a terminal that shows no other", async () => {
    let all = "";
    for (const name of ["a swap", "an image on its way", "create"]) {
      const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
      let shown = "";
      stdout.on("data", (chunk: Buffer) => (shown += chunk.toString()));
      const signals = { on: () => undefined, off: () => undefined };
      const env = { TERM: "xterm", LANG: "C" };
      const terminal = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env, ...signals };
      const what = { kind: "update", isPreview: false, stack: "dev", project: "test" } as const;
      const display = openDisplay({ ...what, color: false, showDiff: true, json: false, terminal });
      for (const event of await stream(name)) display.onEvent(event);
      await display.close();
      assert.equal(/[^\p{ASCII}]+/u.exec(shown)?.[0], undefined, name);
      all += shown;
    }
    assert.match(all, /\|- .*`- /s);
  });
});
