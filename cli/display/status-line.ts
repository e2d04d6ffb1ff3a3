import { oneLine } from "./plain-text";

/**
 * A line of a provider about the moment, with what it tells beyond its words. Providers write for people; two forms
 * are known besides: `3/7 stop app` is about a step of several, and `sent 1.2 MB of 5.3 MB` an amount.
 */
export interface StatusLine {
  readonly text: string;
  /** Steps of a change count up; those that undo it count up anew. */
  readonly step?: { readonly number: number; readonly total: number; readonly isUndo: boolean };
  /** How much of an amount is done, from 0 to 1. */
  readonly fraction?: number;
}

const units: Readonly<Record<string, number>> = { bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

export function parseStatusLine(message: string): StatusLine {
  const text = oneLine(message);
  const [, undoing, number, total] = /^(undoing )?(\d+)\/(\d+) /.exec(text) ?? [];
  const fraction = fractionIn(text);
  return {
    text,
    ...(number === undefined
      ? {}
      : { step: { number: Number(number), total: Number(total), isUndo: undoing !== undefined } }),
    ...(fraction === undefined ? {} : { fraction }),
  };
}

/** Whether two lines are of one numbered step. */
export function isSameStep(left: StatusLine | undefined, right: StatusLine): boolean {
  return left?.step?.number === right.step?.number && left?.step?.isUndo === right.step?.isUndo;
}

function fractionIn(text: string): number | undefined {
  const amount = String.raw`(\d+(?:\.\d+)?) (bytes|kB|MB|GB)`;
  const found = new RegExp(`\\b${amount} of ${amount}`).exec(text);
  if (found === null) return undefined;
  const [, done = "", doneUnit = "", total = "", totalUnit = ""] = found;
  const whole = Number(total) * (units[totalUnit] ?? 1);
  return whole === 0 ? 1 : Math.min(1, (Number(done) * (units[doneUnit] ?? 1)) / whole);
}
