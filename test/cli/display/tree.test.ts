import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadTextWidth } from "../../../cli/display/tree/text-width";
import { ScreenTerminal } from "./screen-terminal";
import { stream, STREAMS } from "./streams";

const GOLDEN = join(__dirname, "golden");

/** Between two events. */
const STEP_MILLISECONDS = 700;

const KINDS = { preview: "preview", refresh: "refresh", destroy: "destroy" } as const;

/** What an operation's terminal shows while it is under way, and when it has ended. */
async function screensOf(name: string, columns: number): Promise<string> {
  const events = await stream(name);
  const screen = new ScreenTerminal(columns, 24);
  const display = screen.open({ kind: name in KINDS ? KINDS[name as keyof typeof KINDS] : "update" });
  await new Promise(setImmediate);
  const half = Math.floor(events.length * 0.65);
  for (const event of events.slice(0, half)) {
    display.onEvent(event);
    screen.clock.advance(STEP_MILLISECONDS);
  }
  const underWay = await screen.shown();
  for (const event of events.slice(half)) {
    display.onEvent(event);
    screen.clock.advance(STEP_MILLISECONDS);
  }
  await display.close();
  return `${underWay}\n${"=".repeat(columns)}\n${await screen.shown()}\n`;
}

describe("an operation shown as a tree", () => {
  // Once in a process it takes a moment.
  before(loadTextWidth);

  for (const name of STREAMS) {
    for (const columns of [40, 80, 120]) {
      it(`must show ${name} on ${columns} columns`, async () => {
        const file = join(GOLDEN, `${name.replaceAll(" ", "-")}-${columns}.txt`);
        const shown = await screensOf(name, columns);
        if (process.env["GOLDEN"] === "write") {
          await mkdir(GOLDEN, { recursive: true });
          await writeFile(file, shown);
        }
        assert.equal(shown, await readFile(file, "utf8"));
      });
    }
  }
});
