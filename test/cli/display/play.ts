import { once } from "node:events";
import { openDisplay } from "../../../cli/display";
import { isColourWanted } from "../../../cli/colour";
import { stream } from "./streams";

/** Shows an operation on this process's own terminal: half of it, and the rest when a line is typed. */
async function play(name: string, pause: string | undefined): Promise<void> {
  const events = await stream(name);
  const half = Math.floor(events.length / 2);
  const what = { kind: "update", stack: "dev", project: "test", isPreview: false } as const;
  const how = { color: isColourWanted(process), showDiff: false, json: false };
  const display = openDisplay({ ...what, ...how, terminal: process });
  for (const event of events.slice(0, half)) display.onEvent(event);
  if (pause === "pause") {
    await once(process.stdin, "data");
    process.stdin.pause();
  }
  for (const event of events.slice(half)) display.onEvent(event);
  await display.close({ outcome: "succeeded" });
  process.stderr.write("played\n");
}

void play(process.argv[2] ?? "", process.argv[3]);
