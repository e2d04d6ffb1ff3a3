import type { Row } from "./row";

/** A row with the lines of the tree before it. */
export interface TreeLine {
  readonly row: Row;
  /** `│  └─ ` */
  readonly branch: string;
  /** The same for lines below the row: `│     ` */
  readonly below: string;
}

/** Rows as a tree: each under its parent, siblings in the order in which they were first heard of. */
export function treeLines(rows: Iterable<Row>): TreeLine[] {
  const children = new Map<Row | undefined, Row[]>();
  for (const row of rows) {
    const siblings = children.get(row.parent);
    if (siblings === undefined) children.set(row.parent, [row]);
    else siblings.push(row);
  }
  const lines: TreeLine[] = [];
  const add = (parent: Row | undefined, margin: string): void => {
    const siblings = (children.get(parent) ?? []).sort((left, right) => left.order - right.order);
    for (const [index, row] of siblings.entries()) {
      const isLast = index === siblings.length - 1;
      const isTop = parent === undefined;
      const below = isTop ? "" : `${margin}${isLast ? "   " : "│  "}`;
      lines.push({ row, branch: isTop ? "" : `${margin}${isLast ? "└─ " : "├─ "}`, below });
      add(row, below);
    }
  };
  add(undefined, "");
  return lines;
}
