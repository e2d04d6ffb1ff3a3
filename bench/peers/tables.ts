import { median } from "../samples";
import type { Row, Sample } from "./measure";

/** One line of a table: a contestant, and what its act took. */
export function tableRow({ title, samples, peakMebibytes }: Row): Record<string, string> {
  const worked = samples.filter(({ failure }) => failure === undefined);
  const each = (of: (sample: Sample) => number, digits: number): string =>
    worked.length === 0 ? "-" : spread(worked.map(of), digits);
  return {
    with: title,
    "wall (s)": each(({ seconds }) => seconds, 2),
    "CPU (s)": each(({ cpuSeconds }) => cpuSeconds, 2),
    "peak memory": peakMebibytes === undefined ? "-" : `${peakMebibytes.toFixed(0)} MB`,
    "SSH connections": each(({ connections }) => connections, 0),
    failed: failures(samples),
  };
}

/** Prints a table for each act and number of containers. */
export function printRows(rows: readonly Row[]): void {
  const headings = new Map<string, Row[]>();
  for (const row of rows) {
    const heading = `${row.act} of ${row.count} containers`;
    headings.set(heading, [...(headings.get(heading) ?? []), row]);
  }
  for (const [heading, group] of headings) {
    process.stdout.write(`\n${heading}\n`);
    console.table(group.map(tableRow));
    for (const { title, samples } of group) {
      const reason = samples.find(({ failure }) => failure !== undefined)?.failure;
      if (reason !== undefined) process.stdout.write(`${title} failed with: ${lastLine(reason)}\n`);
    }
  }
}

/** The middle one, and between which all of them are. */
export function spread(numbers: readonly number[], digits: number): string {
  const [middle, least, most] = [median(numbers), Math.min(...numbers), Math.max(...numbers)].map((number) =>
    number.toFixed(digits),
  );
  return least === most ? `${middle}` : `${middle} (${least}–${most})`;
}

function failures(samples: readonly Sample[]): string {
  const failed = samples.filter(({ failure }) => failure !== undefined).length;
  return failed === 0 ? "" : `${failed} of ${samples.length}`;
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.slice(-300) ?? "";
