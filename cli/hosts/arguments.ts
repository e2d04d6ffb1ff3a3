import { InvalidArgumentError } from "commander";

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `all`, or how many lines. */
export function tailArgument(value: string): number | undefined {
  if (value === "all") return undefined;
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("A whole number of lines, or all.");
  return Number(value);
}

/** A moment, in seconds since 1970: so long ago (`90s`, `1h30m`), a date with a time, or the seconds themselves. */
export function sinceArgument(value: string, now = Date.now() / 1000): number {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  if (/^(\d+[smhd])+$/.test(value)) {
    const parts = value.match(/\d+[smhd]/g) ?? [];
    const ago = parts.reduce(
      (sum, part) => sum + Number(part.slice(0, -1)) * (UNITS[part.slice(-1)] ?? 0),
      0,
    );
    return now - ago;
  }
  const moment = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(moment)) {
    throw new InvalidArgumentError("So long ago, as 10m or 1h30m, or a time, as 2026-01-31T12:00:00Z.");
  }
  return moment / 1000;
}
