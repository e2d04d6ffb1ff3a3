import type { EngineEvent } from "../../engine/events/engine-event";
import type { Display } from "./display";
import { PlannedChanges } from "./planned-changes";
import type { Screen } from "./screen";

/** One event a line, exactly as the engine tells it: those are the shapes of the CLI. */
export class JsonDisplay implements Display {
  readonly planned = new PlannedChanges();

  constructor(private readonly screen: Screen) {}

  onEvent(event: EngineEvent): void {
    this.planned.add(event);
    this.screen.write(`${JSON.stringify(event)}\n`);
  }

  close(): Promise<void> {
    return this.screen.close();
  }
}
