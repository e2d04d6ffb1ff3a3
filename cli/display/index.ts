import { paintIf } from "../colour";
import type { Display, DisplayOptions } from "./display";
import { JsonDisplay } from "./json-display";
import { LinesDisplay } from "./lines-display";
import { marksFor } from "./marks";
import { Screen } from "./screen";
import { type Clock, realClock } from "./tree/pace";
import type * as tree from "./tree/tree-display";

/** A live tree is for terminals only. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would have the display's opener wait
const liveTree = () => (require("./tree/tree-display") as typeof tree).TreeDisplay;

export type { Display, DisplayOptions, Ending } from "./display";
export type { PlannedChanges } from "./planned-changes";

/** Begins to show an operation, in the way that fits where it is shown. */
export function openDisplay(options: DisplayOptions, clock: Clock = realClock): Display {
  const { stdout, env } = options.terminal;
  if (options.json) return new JsonDisplay(options.terminal, new Screen(stdout));
  const screen = new Screen(stdout, marksFor(env));
  const canMoveCursor = stdout.isTTY === true && env["TERM"] !== "dumb";
  const paint = paintIf(options.color);
  return canMoveCursor
    ? new (liveTree())(options, screen, paint, clock)
    : new LinesDisplay(options, screen, paint, () => clock.now());
}
