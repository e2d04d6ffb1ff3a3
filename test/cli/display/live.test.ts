import assert from "node:assert/strict";
import type { EngineEvent } from "../../../engine/events/engine-event";
import { loadTextWidth } from "../../../cli/display/tree/text-width";
import { ScreenTerminal } from "./screen-terminal";
import { CANARY, manyContainers, Shop, SHOP, stream, STREAMS } from "./streams";

const FRAMES_A_SECOND = 15;

const ESCAPE = "\u001b";

/** Shows events, with so much time between them. */
function play(
  screen: ScreenTerminal,
  display: ReturnType<ScreenTerminal["open"]>,
  events: readonly EngineEvent[],
  milliseconds: number,
): void {
  for (const event of events) {
    display.onEvent(event);
    screen.clock.advance(milliseconds);
  }
}

describe("the tree of an operation that is under way", () => {
  // Once in a process it takes a moment.
  before(loadTextWidth);

  it("must not be drawn more often than can be seen, nor touch more rows than are shown", async () => {
    const events = await manyContainers(5000);
    const screen = new ScreenTerminal(80, 24);
    const display = screen.open();
    await new Promise(setImmediate);
    play(screen, display, events, 1);
    const frames = Math.ceil((events.length / 1000) * FRAMES_A_SECOND) + 1;
    assert.ok(screen.writes <= frames + 1, `${screen.writes} writes in ${events.length} ms`);
    const most = 12 * 24;
    assert.ok(screen.pieces <= frames * most, `${screen.pieces} pieces in ${frames} frames`);
    const shown = await screen.shown({ scrolled: false });
    assert.equal(shown.split("\n").length, 23);
    assert.match(shown, /\d+ done \(\d+ not shown\)/);
    await display.close();
    const lines = (await screen.shown()).split("\n").filter((line) => line.includes(" app-"));
    assert.equal(lines.length, 5000);
  });

  it("must show what failed and what is under way first, however much else there is", async () => {
    const events = await manyContainers(300);
    const screen = new ScreenTerminal(80, 12);
    const display = screen.open();
    await new Promise(setImmediate);
    const step = (name: string): boolean => name === "app-7" || name === "app-8";
    const of = (event: EngineEvent): string =>
      (event.resOutputsEvent ?? event.resourcePreEvent)?.metadata.urn.split("::").at(-1) ?? "";
    for (const event of events) {
      const { resOutputsEvent } = event;
      if (resOutputsEvent === undefined || !step(of(event))) display.onEvent(event);
      else if (of(event) === "app-7") {
        const failed = { metadata: resOutputsEvent.metadata, status: 0, steps: 1 };
        display.onEvent({ sequence: event.sequence, timestamp: event.timestamp, resOpFailedEvent: failed });
      }
    }
    screen.clock.advance(5000);
    const shown = await screen.shown({ scrolled: false });
    assert.match(shown, /app-7 +failed/);
    assert.match(shown, /app-8 +creating +5 s/);
    assert.equal(shown.split("\n").length, 11);
    await display.close();
  });

  it("must be whole after the terminal became narrower or wider, with nothing twice", async () => {
    const events = await stream("create");
    const screen = new ScreenTerminal(120, 24);
    const display = screen.open();
    await new Promise(setImmediate);
    const begun = events.findIndex(({ resourcePreEvent }) =>
      resourcePreEvent?.metadata.urn.endsWith("::image"),
    );
    play(screen, display, events.slice(0, begun + 1), 100);
    // As wide as the terminal: on a narrower one it takes several lines.
    const urn = events[begun]?.resourcePreEvent?.metadata.urn ?? "";
    const line = {
      urn,
      message: "layer ".repeat(40),
      severity: "info",
      color: "never",
      ephemeral: true,
    } as const;
    display.onEvent({ sequence: 0, timestamp: 0, diagnosticEvent: line });
    screen.clock.advance(100);
    for (const [columns, rows] of [
      [44, 24],
      [100, 12],
      [61, 40],
      [30, 24],
    ] as const) {
      await screen.shown();
      screen.resize(columns, rows);
      screen.clock.advance(1000);
      const shown = await screen.shown();
      assert.equal(shown.split("\n").length, 6, `on ${columns} columns:\n${shown}`);
      for (const name of ["web-1", "front", "data", "image"]) {
        const found = shown.split("\n").filter((each) => new RegExp(`\\b${name}\\b`).test(each));
        assert.equal(found.length, 1, `${name} on ${columns} columns:\n${shown}`);
      }
    }
    await display.close();
  });

  it("must keep its columns in line where names are of wide characters or emoji", async () => {
    const shop = new Shop();
    const names = ["データベース", "web🚀", "plain", "é́quipe", "非常に長い名前のコンテナがここにあります"];
    const pieces = names.map((name) => [name, { type: "Container" }] as const);
    const { events } = await shop.up(Object.fromEntries(pieces));
    for (const columns of [40, 70, 110]) {
      const screen = new ScreenTerminal(columns, 24);
      const display = screen.open();
      await new Promise(setImmediate);
      play(screen, display, events.slice(0, -4), 100);
      const rows = (await screen.shown()).split("\n").slice(1, -1);
      assert.equal(rows.length, names.length, rows.join("\n"));
      await display.close();
    }
  });

  it("must keep above itself what the program prints meanwhile", async () => {
    const events = await stream("create");
    const screen = new ScreenTerminal(80, 24);
    const display = screen.open();
    await new Promise(setImmediate);
    play(screen, display, events.slice(0, 8), 100);
    screen.stdout.write("hello from ");
    screen.stdout.write("the program\n");
    screen.stderr.write("and a warning\nwithout an end");
    screen.clock.advance(100);
    const lines = (await screen.shown()).split("\n");
    assert.deepEqual(lines.slice(0, 3), ["Updating test/dev", "hello from the program", "and a warning"]);
    assert.match(lines[3] ?? "", /web-1/);
    play(screen, display, events.slice(8), 100);
    await display.close();
    const end = await screen.shown();
    assert.match(end, /^Updating.*\nhello from the program\nand a warning\nwithout an end\n \+ Host/);
    screen.stdout.write("afterwards\n");
    assert.match(await screen.shown(), /Duration: 9 s\nafterwards$/);
  });

  it("must not keep to itself what was said last when the process is ended", async () => {
    const screen = new ScreenTerminal(80, 24);
    const display = screen.open();
    await new Promise(setImmediate);
    screen.stderr.write("stopped at once\n");
    process.listeners("exit").at(-1)?.(0);
    assert.match(await screen.shown(), /\nstopped at once\n/);
    await display.close();
  });

  it("must not let a message move the cursor or colour the screen", async () => {
    const shop = new Shop();
    const hostile = "\u001b[2J\u001b[31mred\u001b[0m \u0007and \u009b5A\rover";
    const create = ({ urn, inputs }: { urn: string; inputs: object }) => {
      shop.say(urn, hostile);
      if (urn.endsWith("::image")) throw new Error(hostile);
      return Promise.resolve({ id: "x", properties: { ...inputs }, refreshBeforeUpdate: false });
    };
    const { events } = await shop.up(SHOP, { create });
    const screen = new ScreenTerminal(80, 24);
    const display = screen.open();
    await new Promise(setImmediate);
    play(screen, display, events, 100);
    await display.close();
    const ours = new RegExp(`${ESCAPE}\\[(\\?2026[hl]|\\d+A|[JK])`, "g");
    const rest = screen.raw.replace(ours, "");
    assert.doesNotMatch(rest, /[^\P{Cc}\r\n]/u);
    assert.match(rest, /red/);
  });

  it("must say the same without colours as with them", async () => {
    for (const name of STREAMS) {
      const shown = await Promise.all(
        [true, false].map(async (color) => {
          const screen = new ScreenTerminal(80, 24);
          const display = screen.open({ color });
          await new Promise(setImmediate);
          play(screen, display, await stream(name), 100);
          await display.close();
          assert.equal(new RegExp(`${ESCAPE}\\[\\d+m`).test(screen.raw), color);
          return screen.shown();
        }),
      );
      assert.equal(shown[0], shown[1]);
    }
  });

  it("must not show a secret, even one that an event should have masked", async () => {
    const marked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: CANARY };
    for (const name of STREAMS) {
      for (const showDiff of [true, false]) {
        const events = JSON.parse(
          JSON.stringify(await stream(name)).replaceAll('"[secret]"', JSON.stringify(marked.value)),
        ) as EngineEvent[];
        const screen = new ScreenTerminal(120, 24);
        const display = screen.open({ showDiff });
        await new Promise(setImmediate);
        play(screen, display, events, 100);
        await display.close();
        assert.ok(!screen.raw.includes(CANARY), name);
      }
    }
  });

  it("must go on without a word when the terminal hangs up", async () => {
    const events = await stream("create");
    const screen = new ScreenTerminal(80, 24);
    const display = screen.open();
    await new Promise(setImmediate);
    play(screen, display, events.slice(0, 8), 100);
    screen.stdout.destroy(Object.assign(new Error("write EIO"), { code: "EIO" }));
    await new Promise(setImmediate);
    play(screen, display, events.slice(8), 100);
    await display.close({ outcome: "succeeded" });
  });
});
