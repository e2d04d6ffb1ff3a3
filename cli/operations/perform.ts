import { removeStack } from "../../engine/stacks";
import type { Done } from "../../sdk/automation/operate";
import { isApproved } from "../approval";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { choose, isInteractive } from "../questions";
import type { Terminal } from "../terminal";
import { beginKey } from "./begin-key";
import { changedCounts } from "./changed-counts";
import type { OperationFlags } from "./flags";
import { Interrupts } from "./interrupts";
import { findPlace, type Place } from "./place";
import { run, showDetails, type Ran, type Request } from "./run";
import { saveConfig } from "./save-config";

/**
 * Does what the command line asks for: a preview, a question, and the operation.
 * @param onDone hears what was done, if it was more than a preview
 * @returns the exit code
 */
export async function perform(
  request: Request,
  onDone: (done: Done, place: Place) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const { flags, kind, terminal } = request;
  const isPreviewOnly = kind === "preview" || flags.previewOnly === true;
  // Who gives a plan has seen it, and the update compares it with a preview of its own.
  const skipsPreview = flags.skipPreview === true || flags.plan !== undefined;
  const isWanted = isApproved(flags, terminal) || skipsPreview;
  const mustAsk = !isPreviewOnly && !isWanted;
  if (mustAsk && flags.json === true) refuseQuestion(request);
  const place = await findPlace(flags, terminal);
  if (mustAsk && !isInteractive(terminal)) refuseSilence(request);
  await saveConfig(place, flags);
  const interrupts = new Interrupts(terminal);
  try {
    if (isPreviewOnly || !skipsPreview) {
      const preview = await run(request, place, interrupts, true);
      if (isPreviewOnly || preview.code !== EXIT.done) return exitCode(preview, request);
      const { isEmpty } = preview.display.planned;
      if (!isEmpty) beginKey(place);
      if (!isWanted && !isEmpty) {
        await approve(request, place, preview, interrupts.signal);
      }
    }
    const ran = await run(request, place, interrupts, false);
    if (ran.done !== undefined) await onDone(ran.done, place);
    if (ran.code === EXIT.done && kind === "destroy") await endPlace(place, flags, terminal);
    return exitCode(ran, request);
  } finally {
    await interrupts.forget();
  }
}

/** Events are for a machine. */
function refuseQuestion({ kind }: Request): never {
  throw usage(`${commandOf(kind)} --json prints events and asks nothing: say --yes, or --preview-only`);
}

/** A question that nobody hears would never be answered. */
function refuseSilence({ kind }: Request): never {
  throw usage(
    `nobody is here to be asked, and ${commandOf(kind)} changes things: say --yes to let it. ` +
      `To see what it would do: ${kind === "update" ? "moorage preview" : `${commandOf(kind)} --preview-only`}`,
  );
}

function commandOf(kind: Request["kind"]): string {
  return `moorage ${kind === "update" ? "up" : kind}`;
}

async function approve(request: Request, place: Place, { events }: Ran, signal: AbortSignal): Promise<void> {
  const { kind, terminal } = request;
  const options = [
    { value: "no", label: "no" },
    { value: "yes", label: "yes" },
    { value: "details", label: "details", hint: "old and new of all that changes" },
  ] as const;
  for (;;) {
    const answer = await choose(`Perform this ${kind}?`, options, { terminal, otherwise: "", signal });
    if (answer === "yes") return;
    if (answer === "no") throw new Failure("nothing was changed", { exitCode: EXIT.canceled });
    await showDetails(request, place, events);
  }
}

function exitCode({ code, done }: Ran, { flags, terminal }: Request): number {
  if (code !== EXIT.done || flags.expectNoChanges !== true || done === undefined) return code;
  const counts = changedCounts(done.changes);
  if (counts === "") return code;
  terminal.stderr.write(`error: no changes were expected, and there are some: ${counts}\n`);
  return EXIT.changes;
}

/** What becomes of a stack whose resources are deleted; with --target there may be some left. */
async function endPlace(place: Place, flags: OperationFlags, { stdout }: Terminal): Promise<void> {
  const { workspace, stack } = place;
  const isEmpty = flags.target === undefined && flags.exclude === undefined;
  if (flags.remove === true) {
    await removeStack(workspace, stack);
    stdout.write(`Stack '${stack.name}' has been removed!\n`);
  } else if (isEmpty && flags.json !== true) {
    stdout.write(
      `The stack keeps its history and its configuration. To remove them, too: moorage stack rm ${stack.name}\n`,
    );
  }
}

function usage(message: string): Failure {
  return new Failure(message, { exitCode: EXIT.usage });
}
