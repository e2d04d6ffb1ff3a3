import type { EngineEvent } from "../../../engine/events/engine-event";
import type { Paint } from "../../colour";
import { detailLines } from "../change-lines";
import type { Display, DisplayOptions, Ending } from "../display";
import { formatDuration } from "../duration";
import { endingText, isOfAll, messagesText, messageText } from "../ending-text";
import { OperationRecord } from "../operation-record";
import { indented, plainText } from "../plain-text";
import { PlannedChanges } from "../planned-changes";
import type { Screen } from "../screen";
import { titleText } from "../title-text";
import { ForeignOutput } from "../foreign-output";
import { Frame } from "./frame";
import { LiveRegion } from "./live-region";
import { type Clock, Pace } from "./pace";
import { ResourceRows } from "./resource-rows";
import type { Moment } from "./row-text";
import type { TextWidth } from "./text-width";
import { loadTextWidth } from "./text-width";
import { visibleRows } from "./visible-rows";

/** What a terminal is taken for that does not tell its size. */
const [COLUMNS, ROWS] = [80, 24];
/** A swap's steps may push this much of the rest away. */
const STEP_LINES = 8;

/** A tree of the resources, drawn over and over while they are worked on. */
export class TreeDisplay implements Display {
  readonly planned = new PlannedChanges();
  readonly #record = new OperationRecord();
  readonly #rows: ResourceRows;
  readonly #pace: Pace;
  readonly #begunAt: number;
  readonly #foreign: ForeignOutput[];
  readonly #ready: Promise<void>;
  #drawing: { region: LiveRegion; frame: Frame } | undefined;
  #above = "";

  constructor(
    private readonly options: DisplayOptions,
    private readonly screen: Screen,
    private readonly paint: Paint,
    private readonly clock: Clock,
  ) {
    this.#rows = new ResourceRows(() => clock.now());
    this.#pace = new Pace(clock, () => this.#draw());
    this.#begunAt = clock.now();
    const { stdout, stderr } = options.terminal;
    screen.write(titleText(options, paint));
    const take = (text: string): void => {
      this.#above += text;
      this.#pace.request();
    };
    this.#foreign = [stdout, stderr]
      .filter(({ isTTY }) => isTTY === true)
      .map((each) => new ForeignOutput(each, take));
    stdout.on("resize", this.#resized);
    // Who is in a hurry ends the process: what was said last is not kept from them.
    process.once("exit", this.#flush);
    this.#ready = loadTextWidth().then((width) => this.#begin(width));
  }

  readonly #resized = (): void => this.#pace.request();
  readonly #flush = (): void => this.#draw();

  onEvent(event: EngineEvent): void {
    this.planned.add(event);
    const message = this.#record.add(event);
    if (event.stdoutEvent !== undefined) this.#above += plainText(event.stdoutEvent.message);
    if (message !== undefined && isOfAll(message)) this.#above += `${messageText(message, this.paint)}\n`;
    if (this.#rows.add(event) || this.#above !== "") this.#pace.request();
  }

  async close(ending?: Ending): Promise<void> {
    await this.#ready;
    this.#pace.end();
    for (const each of this.#foreign) each.close();
    this.options.terminal.stdout.off("resize", this.#resized);
    process.off("exit", this.#flush);
    this.#settle(ending);
    await this.screen.close();
  }

  #begin(width: TextWidth): void {
    this.#drawing = { region: new LiveRegion(this.screen, width), frame: new Frame(width, this.paint) };
    this.#pace.request();
  }

  #draw(): void {
    if (this.#drawing === undefined) return;
    const { region, frame } = this.#drawing;
    const { columns, rows } = this.#size();
    if (this.#above !== "") region.replace(this.#above, columns);
    this.#above = "";
    // Below are the counts, and the line of the cursor.
    const room = Math.max(1, rows - 2);
    const { rows: visible, hidden } = visibleRows(this.#rows, room);
    const spare = Math.min(STEP_LINES, room - visible.size);
    const lines = frame.lines(visible, columns, Math.max(0, spare), this.#moment(false));
    region.draw([...lines, frame.line([{ text: this.#counts(hidden), colour: "dim" }], columns)], columns);
  }

  /** What stays: all that changed or failed, and how it ended. */
  #settle(ending: Ending | undefined): void {
    if (this.#drawing === undefined) return;
    const { region, frame } = this.#drawing;
    const { columns } = this.#size();
    const { rows } = visibleRows(this.#rows, Number.POSITIVE_INFINITY);
    const lines = frame.lines(rows, columns, Number.POSITIVE_INFINITY, this.#moment(true));
    const { kind, isPreview } = this.options;
    const facts = { kind, isPreview, record: this.#record, planned: this.planned, ending };
    const parts = [
      this.#above + lines.map((line) => `${line}\n`).join(""),
      this.options.showDiff ? this.#details() : "",
      messagesText(this.#record, this.paint),
      endingText(facts, this.paint),
    ];
    const isBare = parts[0] === "";
    region.replace((isBare ? "\n" : "") + parts.filter((part) => part !== "").join("\n"), columns);
  }

  #details(): string {
    const changed = [...this.#rows.all()].filter((row) => row.isChange);
    return changed
      .flatMap(({ step, label }) => {
        const lines = step === undefined ? [] : detailLines(step, this.paint);
        if (lines.length === 0) return [];
        const head = `${label.type} ${this.paint(label.name, "bold")}`;
        return [head, ...lines.map((line) => indented(line, 4))];
      })
      .map((line) => `${line}\n`)
      .join("");
  }

  #counts(hidden: { readonly failed: number; readonly working: number; readonly changed: number }): string {
    const { changed, failed, working, unchanged } = this.#rows;
    const told = [
      [failed.size, "failed", hidden.failed],
      [working.size, "under way", hidden.working],
      [changed, this.options.isPreview ? "to change" : "done", hidden.changed],
      [unchanged, "unchanged", 0],
    ] as const;
    const counts = told
      .filter(([count]) => count > 0)
      .map(([count, what, unseen]) => `${count} ${what}${unseen > 0 ? ` (${unseen} not shown)` : ""}`);
    return [...counts, formatDuration((this.clock.now() - this.#begunAt) / 1000)].join(" · ");
  }

  #moment(isOver: boolean): Moment {
    return { now: this.clock.now(), isPreview: this.options.isPreview, isOver };
  }

  #size(): { columns: number; rows: number } {
    const { columns, rows } = this.options.terminal.stdout;
    return { columns: columns || COLUMNS, rows: rows || ROWS };
  }
}
