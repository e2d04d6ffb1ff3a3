const MOST_LINES = 20;
const LONGEST_LINE = 300;

/** The last lines of an output that comes in pieces: bounded, without a terminal's colours. */
export class LastLines {
  #lines: string[] = [];
  #rest = "";

  add(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = (lines.pop() ?? "").slice(-LONGEST_LINE);
    this.#lines = [...this.#lines, ...lines.map(plain).filter((line) => line !== "")].slice(-MOST_LINES);
  }

  all(): readonly string[] {
    const rest = plain(this.#rest);
    return rest === "" ? this.#lines : [...this.#lines, rest].slice(-MOST_LINES);
  }
}

/** A line as it stands in the end: what a carriage return went back over is gone. */
function plain(line: string): string {
  // eslint-disable-next-line no-control-regex -- a terminal's commands begin with ESC
  const text = line.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, "").trimEnd();
  return text.slice(text.lastIndexOf("\r") + 1).slice(0, LONGEST_LINE);
}
