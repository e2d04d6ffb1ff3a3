import type { Colour, Paint } from "../colour";

/** A cell: its text, and the colour that it has where there are colours. */
export type Cell = string | { readonly text: string; readonly colour: Colour | undefined };

/** Rows under headings, each column as wide as its longest cell. A column without any text is left out. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[], paint: Paint): string {
  const used = headings.map((_, column) => rows.some((row) => textOf(row[column]) !== ""));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => textOf(row[column]).length)),
  );
  const line = (cells: readonly Cell[]): string =>
    cells
      .map((cell, column) => {
        const colour = typeof cell === "string" ? undefined : cell.colour;
        return paint(textOf(cell), colour) + " ".repeat((widths[column] ?? 0) - textOf(cell).length);
      })
      .filter((_, column) => used[column])
      .join("   ")
      .trimEnd();
  return [headings, ...rows].map((cells) => `${line(cells)}\n`).join("");
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === "object" ? cell.text : (cell ?? "");
}
