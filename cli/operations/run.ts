import type { EngineEvent } from "../../engine/events/engine-event";
import type { OperationKind, OperationOptions } from "../../engine/operations";
import { CanceledError, CommandError } from "../../sdk/automation/errors";
import { operate, type Done } from "../../sdk/automation/operate";
import { isColourWanted } from "../colour";
import { openDisplay, type Display } from "../display";
import { EXIT, exitCodeOf } from "../exit-codes";
import type { Terminal } from "../terminal";
import type { Plan } from "../../sdk/plan";
import type * as Pages from "../plan";
import type * as Plans from "../../sdk/automation/plan/planned-operations";
import { quoted } from "../text/quoted";
import type { OperationFlags } from "./flags";
import type { Interrupts } from "./interrupts";
import type { Place } from "./place";
import { timingsText } from "./timings-text";

const CANCELING =
  "Canceling: what is under way is finished or undone, and saved. Ctrl-C again stops at once.\n";

// Loaded for who wants a plan.
/* eslint-disable @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs */
const plans = () => require("../../sdk/automation/plan/planned-operations") as typeof Plans;
const pages = () => require("../plan") as typeof Pages;
/* eslint-enable @typescript-eslint/no-require-imports */

/** One operation, as the command line asks for it. */
export interface Request {
  readonly terminal: Terminal;
  readonly kind: OperationKind;
  readonly flags: OperationFlags;
  /** What only this kind of operation has. */
  readonly engine?: Pick<OperationOptions, "imports" | "generateCode" | "variables">;
}

/** What came of a run. */
export interface Ran {
  readonly code: number;
  /** Undefined where it failed or was canceled. */
  readonly done: Done | undefined;
  readonly display: Display;
  readonly events: readonly EngineEvent[];
}

/** Runs an operation or its preview to its end, and shows it. */
export async function run(
  request: Request,
  place: Place,
  interrupts: Interrupts,
  isPreview: boolean,
): Promise<Ran> {
  const { terminal, flags } = request;
  const display = open(request, place, isPreview, flags.diff === true);
  const events: EngineEvent[] = [];
  interrupts.onCancel = () => void terminal.stderr.write(CANCELING);
  try {
    const done = await perform(
      request,
      place.home,
      order(request, place, interrupts, isPreview, (event) => {
        events.push(event);
        display.onEvent(event);
      }),
    );
    await display.close({ outcome: done.outcome });
    if (request.kind === "preview") tellPlan(request);
    if (flags.timings === true) terminal.stderr.write(timingsText(done.timings));
    return { code: EXIT.done, done, display, events };
  } catch (error) {
    if (!(error instanceof CommandError)) {
      await display.close();
      throw error;
    }
    // What was under way may have failed by that; who pressed Ctrl-C hears that it was heard.
    const isCanceled = error instanceof CanceledError || interrupts.signal.aborted;
    await display.close(isCanceled ? { outcome: "canceled" } : { outcome: "failed", error });
    // Events alone do not tell what went wrong before there were any.
    if (flags.json === true && events.length === 0) terminal.stderr.write(`error: ${error.message}\n`);
    const code = isCanceled ? EXIT.canceled : exitCodeOf(error);
    return { code, done: undefined, display, events };
  } finally {
    interrupts.onCancel = () => {};
  }
}

/** An operation, its preview with the plan that is to be kept, or what a plan says. */
function perform(
  { flags, kind, terminal }: Request,
  home: Place["home"],
  order: Parameters<typeof operate>[1],
): ReturnType<typeof operate> {
  const { html, out, plan } = flags;
  if (kind === "update" && plan !== undefined) {
    terminal.stderr.write(`Comparing ${plan} with what a preview says now.\n`);
    return plans().applyPlan(home, plan, order);
  }
  if (kind !== "preview" || (out === undefined && html === undefined)) return operate(home, order);
  const onPlan = html === undefined ? undefined : (made: Plan) => pages().writePlanPage(html, made);
  return plans().previewPlan(home, order, { file: out, onPlan });
}

/** Where the plan is that was asked for, and what it is good for. */
function tellPlan({ flags: { html, json, out }, terminal }: Request): void {
  if (json === true) return;
  if (out !== undefined) {
    terminal.stdout.write(`The plan is in ${out}. To do exactly that: moorage up --plan ${quoted(out)}\n`);
  }
  if (html !== undefined) terminal.stdout.write(`The plan as a page to look at is in ${html}.\n`);
}

/** A display of what was heard before, with old and new of all that changes. */
export async function showDetails(
  request: Request,
  place: Place,
  events: readonly EngineEvent[],
): Promise<void> {
  const display = open(request, place, true, true);
  for (const event of events) display.onEvent(event);
  await display.close({ outcome: "succeeded" });
}

function open(
  { terminal, kind, flags }: Request,
  place: Place,
  isPreview: boolean,
  showDiff: boolean,
): Display {
  const { workspace, stack } = place;
  return openDisplay({
    kind,
    stack: stack.name,
    project: workspace.project.name,
    terminal,
    isPreview,
    color: flags.color === "auto" ? isColourWanted(terminal) : flags.color === "always",
    showDiff,
    json: flags.json === true,
  });
}

function order(
  { kind, flags, engine }: Request,
  { name }: Place,
  { hear, signal }: Interrupts,
  isPreview: boolean,
  onEvent: (event: EngineEvent) => void,
): Parameters<typeof operate>[1] {
  const { target = [], targetReplace = [], replace = [] } = flags;
  const isPlan = isPreview && kind === "update";
  return {
    kind: isPlan ? "preview" : kind,
    stack: name,
    program: undefined,
    options: { signal, onEvent },
    engine: {
      ...engine,
      onInterrupt: hear,
      previewOnly: isPreview && kind !== "preview" && !isPlan,
      parallel: flags.parallel,
      message: flags.message,
      targets: [...target, ...targetReplace],
      targetDependents: flags.targetDependents,
      excludes: flags.exclude,
      excludeDependents: flags.excludeDependents,
      replace: [...replace, ...targetReplace],
      refresh: flags.refresh,
      continueOnError: flags.continueOnError,
      typeCheck: flags.typeCheck,
      clearPendingCreates: flags.clearPendingCreates,
      // Where the command line says nothing, the environment may.
      ...(flags.runProgram === true ? { runProgram: true } : {}),
    },
  };
}
