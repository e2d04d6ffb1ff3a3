import { paintIf } from "../colour";
import type { Display, DisplayOptions } from "./display";
import { JsonDisplay } from "./json-display";
import { LinesDisplay } from "./lines-display";
import { Screen } from "./screen";

export type { Display, DisplayOptions, Ending } from "./display";
export type { PlannedChanges } from "./planned-changes";

/** Begins to show an operation, in the way that fits where it is shown. */
export function openDisplay(options: DisplayOptions): Display {
  const screen = new Screen(options.terminal.stdout);
  if (options.json) return new JsonDisplay(screen);
  return new LinesDisplay(options, screen, paintIf(options.color), () => performance.now());
}
