import assert from "node:assert/strict";
import { join } from "node:path";
import { Terminal as Emulator } from "@xterm/headless";
import { needPseudoTerminals, PseudoTerminal } from "../pseudo-terminal";
import { loadTypeScript } from "../../support/transpile/typescript";

const PLAY = `"${process.execPath}" --require "${loadTypeScript}" "${join(__dirname, "play.ts")}"`;

const ESCAPE = "\u001b";

const environment = { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8" };

/** What a terminal of that size shows after such bytes. */
async function shownBy(bytes: string, columns: number, rows: number): Promise<string[]> {
  const emulator = new Emulator({ cols: columns, rows, scrollback: 1000, allowProposedApi: true });
  await new Promise<void>((resolve) => emulator.write(bytes, resolve));
  const { active } = emulator.buffer;
  return Array.from(
    { length: active.length },
    (_, line) => active.getLine(line)?.translateToString(true) ?? "",
  );
}

describe("an operation on a real terminal", () => {
  before(function () {
    needPseudoTerminals(this);
  });

  let terminal: PseudoTerminal | undefined;
  const begin = (script: string): PseudoTerminal => (terminal = new PseudoTerminal(script, environment));
  afterEach(() => terminal?.kill());

  it("must end as a whole tree with what came of it, and leave the cursor below", async () => {
    const bytes = await begin(`${PLAY} create`).end();
    assert.ok(bytes.includes(`${ESCAPE}[32m + ${ESCAPE}[39m`), bytes);
    const lines = await shownBy(bytes, 100, 40);
    const end = lines
      .join("\n")
      .replace(/(created) +\d+ s$/gm, "$1")
      .trimEnd();
    assert.equal(
      end,
      `Updating test/dev
 + moorage:Host          web-1   created
 + moorage:Network       front   created
 + moorage:Volume        data    created
 + moorage:Image         image   created
 + moorage:ContainerApp  shop    created
 + ├─ moorage:Container  app     created
 + └─ moorage:Container  worker  created

Outputs:
   + token: [secret]
   + url: "http://192.0.2.7:8080"

Resources:
   + 8 created
Duration: 9 s
played`,
    );
  });

  it("must fit a terminal that becomes narrower meanwhile, without a colour where none is wanted", async () => {
    const narrowing = begin(`stty -echo; NO_COLOR=1 ${PLAY} create pause`);
    await narrowing.shows(/moorage:Volume/);
    await narrowing.resize(24, 40);
    await narrowing.shows(/ \+ data Volume created/);
    narrowing.type("\n");
    const bytes = await narrowing.end();
    assert.match(bytes, / \+ └─ worker Container created/);
    assert.equal(bytes.includes(`${ESCAPE}[3`), false);
  });

  it("must be plain lines on a terminal that can't move its cursor", async () => {
    const bytes = await begin(`TERM=dumb ${PLAY} create`).end();
    assert.match(bytes, /\+ moorage:Host web-1 creating\r\n/);
    assert.equal(bytes.includes(ESCAPE), false);
  });

  it("must go on to its end when nobody reads any more, in colours where they are asked for", async () => {
    const script = `(FORCE_COLOR=1 ${PLAY} create; echo "code $?" >&2) | head -n 1`;
    const bytes = await begin(script).end();
    assert.deepEqual(bytes.trim().split("\r\n").sort(), [
      `${ESCAPE}[1mUpdating test/dev${ESCAPE}[22m`,
      "code 0",
      "played",
    ]);
  });
});
