import type { Colour } from "../../colour";
import { formatDuration } from "../duration";
import { foundWords, stepWords } from "../step-words";
import type { Row } from "./row";

/** A piece of a line in one colour. */
export interface Piece {
  readonly text: string;
  readonly colour?: Colour | undefined;
}

/** What is true of the whole operation while rows are put into words. */
export interface Moment {
  readonly now: number;
  readonly isPreview: boolean;
  /** All has ended: what is still under way was cut off. */
  readonly isOver: boolean;
}

const BAR_CELLS = 10;

/** The sign of what is done to a resource. */
export function symbolOf(row: Row): Piece {
  if (row.step === undefined) return { text: "" };
  const { symbol, colour } = stepWords(row.step.op);
  return { text: symbol, colour };
}

/** What happens to a resource now, or what has. */
export function statusOf(row: Row, { isPreview, isOver }: Moment): Piece {
  if (row.step === undefined) return { text: "" };
  if (row.state === "failed") return { text: "failed", colour: "red" };
  if (row.state === "working" && isOver) {
    // A component is made at once; what is missing are some of its children.
    return row.step.new?.custom === true ? { text: "stopped", colour: "red" } : { text: "incomplete" };
  }
  if (row.step.isFound === true) return { text: foundWords(row.op).done };
  if (isPreview && row.op !== "refresh") return { text: stepWords(row.step.op).planned };
  const { doing, done, colour } = stepWords(row.op);
  return row.state === "working" ? { text: doing, colour } : { text: done };
}

/** How long it has taken; nothing below a second. */
export function timeOf(row: Row, { now, isPreview }: Moment): string {
  if (isPreview || row.step === undefined || row.op === "same") return "";
  const seconds = ((row.state === "working" ? now : row.endedAt) - row.begunAt) / 1000;
  return seconds < 1 ? "" : formatDuration(seconds);
}

/** What there is to say besides: the provider's latest word while it works, else what changes. */
export function remarkOf(row: Row, moment: Moment, hasBar: boolean): Piece[] {
  const { warnings, status } = row;
  const warned = warnings === 0 ? "" : `${warnings} warning${warnings === 1 ? "" : "s"} `;
  const shown =
    isUnderWay(row, moment) && status !== undefined ? statusPieces(row, hasBar) : [changesOf(row)];
  return [{ text: warned, colour: "yellow" }, ...shown];
}

/** The numbered steps of a change that is under way, or that did not end well. */
export function stepPieces(row: Row, moment: Moment): Piece[] {
  if (row.state === "done") return [];
  const { status, steps } = row;
  const last = steps.at(-1);
  // What is undone ended with the step that failed.
  const failed =
    last?.step?.isUndo === true ? steps.findLast(({ step }) => step?.isUndo !== true) : undefined;
  const isUndone = failed !== undefined && status !== last;
  return steps.map((line): Piece => {
    const isLast = line === last && !isUndone;
    if (line !== failed && !isLast) return { text: `✓ ${line.text}`, colour: "dim" };
    if (line !== failed && isUnderWay(row, moment)) return { text: `▸ ${line.text}` };
    return { text: `✗ ${line.text}`, colour: "red" };
  });
}

/** A step has its own line below. */
function statusPieces({ status }: Row, hasBar: boolean): Piece[] {
  if (status === undefined || status.step !== undefined) return [];
  const { fraction, text } = status;
  if (fraction === undefined) return [{ text }];
  return [hasBar ? bar(fraction) : { text: `${Math.floor(fraction * 100)} %` }, { text: ` ${text}` }];
}

function changesOf(row: Row): Piece {
  return { text: row.step === undefined ? "" : row.changes, colour: "dim" };
}

function isUnderWay(row: Row, { isOver }: Moment): boolean {
  return row.state === "working" && !isOver;
}

function bar(fraction: number): Piece {
  const full = Math.floor(fraction * BAR_CELLS);
  return { text: `${"█".repeat(full)}${"░".repeat(BAR_CELLS - full)}`, colour: "cyan" };
}
