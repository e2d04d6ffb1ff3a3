import { PassThrough } from "node:stream";
import { openDisplay, type DisplayOptions, type Ending } from "../../../cli/display";
import type { EngineEvent } from "../../../engine/events/engine-event";

const OPTIONS = { stack: "dev", project: "test", color: false, showDiff: false, json: false } as const;

/** What is written to a pipe of an operation's events. */
export async function shownInPipe(
  events: readonly EngineEvent[],
  options: Partial<DisplayOptions> = {},
  ending?: Ending,
): Promise<string> {
  const stdout = new PassThrough();
  const shown: Buffer[] = [];
  stdout.on("data", (chunk: Buffer) => shown.push(chunk));
  const signals = { on: () => undefined, off: () => undefined };
  const terminal = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {}, ...signals };
  const kind = options.kind ?? "update";
  const display = openDisplay({ ...OPTIONS, kind, isPreview: kind === "preview", terminal, ...options });
  for (const event of events) display.onEvent(event);
  await display.close(ending);
  return Buffer.concat(shown).toString();
}
