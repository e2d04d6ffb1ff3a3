import { hint } from "./likely-name";
import { entriesOf, findEntry, isPredefined, namesIn, type Entry } from "./names";
import type { Problem } from "./problem";
import type { StackFile } from "./stack-file";

/** The entries of a stack file, each after those that it names; and names that stand for nothing, or go in a circle. */
export function inOrder(file: StackFile): { entries: readonly Entry[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const done = new Map<string, Entry>();
  const open: string[] = [];

  function visit(entry: Entry): void {
    const id = idOf(entry);
    if (done.has(id)) return;
    open.push(id);
    for (const place of namesIn(entry.section, entry.name, entry.entry)) {
      const target = findEntry(file, place);
      const { path, name } = place;
      if (target !== undefined) {
        const begin = open.indexOf(idOf(target));
        if (begin === -1) visit(target);
        else
          problems.push({
            path,
            reason: `goes in a circle: ${[...open.slice(begin), idOf(target)].join(" → ")}`,
          });
      } else if (!isPredefined(place)) {
        const known = place.of.flatMap((section) => Object.keys(file[section] ?? {}));
        problems.push({
          path,
          reason: `names ${JSON.stringify(name)}, which is not among ${place.of.join(" and ")}${hint(name, known)}`,
        });
      }
    }
    open.pop();
    done.set(id, entry);
  }

  for (const entry of entriesOf(file)) visit(entry);
  return { entries: [...done.values()], problems };
}

function idOf({ section, name }: Entry): string {
  return `${section}.${name}`;
}
