import { EventEmitter, once } from "node:events";
import { PassThrough } from "node:stream";
import { Terminal as Emulator } from "@xterm/headless";
import { paintIf, type Paint } from "../../../cli/colour";
import type { Display, DisplayOptions } from "../../../cli/display";
import { Screen } from "../../../cli/display/screen";
import type { Clock } from "../../../cli/display/tree/pace";
import { TreeDisplay } from "../../../cli/display/tree/tree-display";

/** Time that stands still until it is told to go on. */
export class TestClock implements Clock {
  #now = 0;
  #calls: { at: number; call: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    const due = { at: this.#now + milliseconds, call };
    this.#calls.push(due);
    return () => (this.#calls = this.#calls.filter((each) => each !== due));
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#calls.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at);
      if (next === undefined) break;
      this.#calls = this.#calls.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
    }
    this.#now = end;
  }
}

/** A display on a terminal that is emulated: what it shows can be read off. */
export class ScreenTerminal {
  readonly clock = new TestClock();
  readonly stdout: PassThrough & { isTTY: boolean; columns: number; rows: number };
  readonly #emulator: Emulator;
  /** All that was written, as it was. */
  raw = "";
  /** How often it was written to. */
  writes = 0;
  /** How many pieces of rows were put into words. */
  pieces = 0;
  readonly stderr = Object.assign(new PassThrough(), { isTTY: true });

  constructor(columns: number, rows: number) {
    this.#emulator = new Emulator({ cols: columns, rows, scrollback: 20_000, allowProposedApi: true });
    this.stdout = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
    this.stdout.on("data", (chunk: Buffer) => {
      this.raw += chunk.toString();
      this.writes++;
      // As a real terminal's driver does.
      this.#emulator.write(chunk.toString().replace(/\r?\n/g, "\r\n"));
    });
  }

  open(options: Partial<DisplayOptions> = {}): Display {
    const { clock, stderr, stdout } = this;
    const signals = new EventEmitter();
    const terminal = {
      stdin: new PassThrough(),
      stdout,
      stderr,
      env: { TERM: "xterm" },
      on: signals.on.bind(signals),
      off: signals.off.bind(signals),
    };
    const flags = { color: false, showDiff: false, json: false };
    const kind = options.kind ?? "update";
    const what = { kind, isPreview: kind === "preview", stack: "dev", project: "test", terminal };
    const painting = paintIf(options.color ?? false);
    const paint: Paint = (text, colour) => {
      this.pieces++;
      return painting(text, colour);
    };
    return new TreeDisplay({ ...what, ...flags, ...options }, new Screen(stdout), paint, clock);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit("resize");
  }

  /** What is on the terminal, and above it where one can scroll; empty lines at the end are left out. */
  async shown({ scrolled = true } = {}): Promise<string> {
    await this.#drained();
    const { active } = this.#emulator.buffer;
    const from = scrolled ? 0 : active.baseY;
    const lines = Array.from({ length: active.baseY + this.#emulator.rows - from }, (_, index) =>
      (active.getLine(from + index)?.translateToString(true) ?? "").trimEnd(),
    );
    return lines.join("\n").trimEnd();
  }

  async #drained(): Promise<void> {
    if (this.stdout.readableLength > 0) await once(this.stdout, "data");
    await new Promise(setImmediate);
    await new Promise<void>((resolve) => this.#emulator.write("", resolve));
  }
}
