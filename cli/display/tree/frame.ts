import type { Paint } from "../../colour";
import type { Row } from "./row";
import { type Moment, type Piece, remarkOf, statusOf, stepPieces, symbolOf, timeOf } from "./row-text";
import type { TextWidth } from "./text-width";
import { type TreeLine, treeLines } from "./tree-lines";

/** On less there are no columns: each row is told as long as there is room. */
const NARROW = 60;
/** On more the types have their packages. */
const WIDE = 100;

const GAP = "  ";

/** Puts rows into lines of a width. Columns only ever grow, so that nothing jumps to and fro. */
export class Frame {
  #columns = 0;
  #label = 0;
  #name = 0;
  #status = 0;
  #time = 0;

  constructor(
    private readonly width: TextWidth,
    private readonly paint: Paint,
  ) {}

  /** @param spare how many lines may go to the steps of changes */
  lines(rows: Iterable<Row>, columns: number, spare: number, moment: Moment): string[] {
    if (columns !== this.#columns) this.#label = this.#name = this.#status = this.#time = 0;
    this.#columns = columns;
    const tree = treeLines(rows);
    const layout = columns < NARROW ? this.#flowing : this.#inColumns;
    if (columns >= NARROW) for (const line of tree) this.#grow(line, moment);
    let left = spare;
    return tree.flatMap((line) => {
      const steps = stepPieces(line.row, moment).slice(-left, left === 0 ? 0 : undefined);
      left -= steps.length;
      const below = { text: `     ${line.below}` };
      return [
        this.line(layout.call(this, line, moment), columns),
        ...steps.map((step) => this.line([below, step], columns)),
      ];
    });
  }

  /** Pieces as one line, no longer than the terminal is wide. */
  line(pieces: readonly Piece[], columns: number): string {
    // The last column stays free: a cursor behind it stands on two lines at once.
    let left = columns - 1;
    return pieces
      .map(({ text, colour }) => {
        const cut = this.width.cut(text, left);
        left -= this.width.of(cut);
        return this.paint(cut, colour);
      })
      .join("")
      .trimEnd();
  }

  #inColumns(line: TreeLine, moment: Moment): Piece[] {
    const { row, branch } = line;
    const status = statusOf(row, moment);
    return [
      this.#symbol(row),
      { text: branch, colour: "dim" },
      { text: this.width.fit(this.#type(row), this.#label - this.width.of(branch)) + GAP },
      { text: this.width.fit(row.label.name, this.#name), colour: "bold" },
      { text: GAP + this.width.fit(status.text, this.#status) + GAP, colour: status.colour },
      { text: this.#time === 0 ? "" : timeOf(row, moment).padStart(this.#time) + GAP },
      ...remarkOf(row, moment, true),
    ];
  }

  #flowing({ row, branch }: TreeLine, moment: Moment): Piece[] {
    const time = timeOf(row, moment);
    return [
      this.#symbol(row),
      { text: branch, colour: "dim" },
      { text: this.width.cut(row.label.name, Math.floor(this.#columns * 0.4)), colour: "bold" },
      { text: ` ${this.#type(row)} `, colour: "dim" },
      statusOf(row, moment),
      { text: time === "" ? " " : ` ${time} ` },
      ...remarkOf(row, moment, false),
    ];
  }

  #symbol(row: Row): Piece {
    const { text, colour } = symbolOf(row);
    return { text: `${text.padStart(2)} `, colour };
  }

  #type({ label: { type } }: Row): string {
    return this.#columns < WIDE ? (type.split(":").at(-1) ?? type) : type;
  }

  #grow({ row, branch }: TreeLine, moment: Moment): void {
    const { of } = this.width;
    this.#label = Math.max(
      this.#label,
      Math.min(of(branch + this.#type(row)), Math.floor(this.#columns * 0.35)),
    );
    this.#name = Math.max(this.#name, Math.min(of(row.label.name), Math.floor(this.#columns * 0.25)));
    this.#status = Math.max(this.#status, of(statusOf(row, moment).text));
    this.#time = Math.max(this.#time, timeOf(row, moment).length);
  }
}
