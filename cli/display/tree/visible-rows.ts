import type { ResourceRows } from "./resource-rows";
import type { Row } from "./row";

/** What of the rows is shown, and how many of each kind are not. */
export interface VisibleRows {
  readonly rows: ReadonlySet<Row>;
  readonly hidden: { readonly failed: number; readonly working: number; readonly changed: number };
}

/**
 * The rows that matter most, with those above them, in no more than so many lines: what failed, what is under way,
 * and then what ended last. It looks at no more rows than it shows.
 */
export function visibleRows(all: ResourceRows, lines: number): VisibleRows {
  const rows = new Set<Row>();
  const take = (from: Iterable<Row>, most: number): void => {
    for (const row of from) {
      const needed = lineage(row).filter((each) => !rows.has(each));
      if (rows.size + needed.length > most) return;
      for (const each of needed) rows.add(each);
    }
  };
  // A run in which all fails still shows what is under way.
  take(all.failed, Math.max(1, Math.floor(lines / 2)));
  take(all.working, lines);
  take(all.ended(), lines);
  const shown = { failed: 0, working: 0, changed: 0 };
  for (const row of rows) {
    if (row.state === "failed") shown.failed++;
    else if (row.state === "working") shown.working++;
    else if (row.state === "done" && row.isChange) shown.changed++;
  }
  return {
    rows,
    hidden: {
      failed: all.failed.size - shown.failed,
      working: all.working.size - shown.working,
      changed: all.changed - shown.changed,
    },
  };
}

/** A row behind those above it. */
function lineage(row: Row): Row[] {
  const found: Row[] = [];
  for (let each: Row | undefined = row; each !== undefined; each = each.parent) found.unshift(each);
  return found;
}
