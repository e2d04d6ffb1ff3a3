import type { EngineEvent } from "../../engine/events/engine-event";
import type { Terminal } from "../terminal";
import type { Display } from "./display";
import { ForeignOutput } from "./foreign-output";
import { PlannedChanges } from "./planned-changes";
import type { Screen } from "./screen";

/** One event a line, exactly as the engine tells it: those are the shapes of the CLI. */
export class JsonDisplay implements Display {
  readonly planned = new PlannedChanges();

  /** What the program prints is for people. */
  readonly #foreign: ForeignOutput;

  constructor(
    { stdout, stderr }: Pick<Terminal, "stdout" | "stderr">,
    private readonly screen: Screen,
  ) {
    this.#foreign = new ForeignOutput(stdout, (text) => void stderr.write(text));
  }

  onEvent(event: EngineEvent): void {
    this.planned.add(event);
    this.screen.write(`${JSON.stringify(event)}\n`);
  }

  close(): Promise<void> {
    this.#foreign.close();
    return this.screen.close();
  }
}
