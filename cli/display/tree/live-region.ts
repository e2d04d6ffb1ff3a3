import type { Screen } from "../screen";
import type { TextWidth } from "./text-width";

const ESCAPE = "\u001b[";
const CLEAR_LINE = `${ESCAPE}K`;
const CLEAR_BELOW = `${ESCAPE}J`;
/** Between these a terminal that knows them shows nothing half done. */
const [BEGIN, END] = [`${ESCAPE}?2026h`, `${ESCAPE}?2026l`];

/**
 * The last lines on a terminal, drawn over again and again. The cursor stands below them, and nothing of the terminal
 * is ever set that a sudden end would leave behind.
 */
export class LiveRegion {
  #shown: readonly string[] = [];
  #columns = 0;

  constructor(
    private readonly screen: Screen,
    private readonly width: TextWidth,
  ) {}

  /** @param lines at least one less than the terminal is high, each narrower than it is wide */
  draw(lines: readonly string[], columns: number): void {
    const isSameWidth = columns === this.#columns;
    let text = this.#toTop(columns);
    // A terminal of another width has wrapped the lines anew.
    if (!isSameWidth) text += CLEAR_BELOW;
    for (const [index, line] of lines.entries()) {
      const isShown = isSameWidth && this.#shown[index] === line;
      text += isShown ? "\r\n" : `${line}${CLEAR_LINE}\r\n`;
    }
    if (lines.length < this.#shown.length) text += CLEAR_BELOW;
    this.#shown = lines;
    this.#columns = columns;
    this.screen.write(BEGIN + text + END);
  }

  /** Takes the lines away, and leaves a text where they were. */
  replace(text: string, columns: number): void {
    this.screen.write(BEGIN + this.#toTop(columns) + CLEAR_BELOW + text.replace(/\r?\n/g, "\r\n") + END);
    this.#shown = [];
    this.#columns = columns;
  }

  #toTop(columns: number): string {
    const isSameWidth = columns === this.#columns;
    const height = isSameWidth
      ? this.#shown.length
      : this.#shown.reduce((sum, line) => sum + Math.max(1, Math.ceil(this.width.of(line) / columns)), 0);
    return height === 0 ? "" : `\r${ESCAPE}${height}A`;
  }
}
