import type { OperationKind } from "../../engine/operations";
import type { StepOp } from "../../engine/steps/step-op";
import { rootStackType } from "../../engine/urn";
import type { Paint } from "../colour";
import type { Ending } from "./display";
import { formatDuration } from "./duration";
import type { Message, OperationRecord } from "./operation-record";
import { outputLines } from "./output-lines";
import { indented, plainText } from "./plain-text";
import type { PlannedChanges } from "./planned-changes";
import { resourceLabel } from "./resource-label";
import { foundWords, stepWords } from "./step-words";

/** What a command is called that does such an operation. */
const commands: Readonly<Record<OperationKind, string>> = {
  update: "moorage up",
  preview: "moorage preview",
  refresh: "moorage refresh",
  destroy: "moorage destroy",
  import: "moorage import",
};

/** Of how many resources the same is told by their names. */
const MOST_NAMED = 5;

/** What an operation comes to. */
export interface EndingFacts {
  readonly kind: OperationKind;
  readonly isPreview: boolean;
  readonly record: OperationRecord;
  readonly planned: PlannedChanges;
  readonly ending: Ending | undefined;
}

/** What stands at the end of an operation: outputs, counts, and what went wrong with the next thing to type. */
export function endingText(facts: EndingFacts, paint: Paint): string {
  return [
    section("Outputs:", outputLines(facts.record.stack, paint), paint),
    facts.isPreview ? plannedSection(facts, paint) : countsSection(facts, paint),
    errorsSection(facts, paint),
    nextSection(facts, paint),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

/** A message under the resource that it is about, and under others of which the same is told. */
export function messageText(
  { urn, severity, text }: Message,
  paint: Paint,
  others: readonly Message["urn"][] = [],
): string {
  const about = [urn, ...others].map(labelOf).filter((label) => label !== "");
  const label = severity === "warning" ? paint("warning: ", "yellow") : "";
  if (about.length === 0) return indented(`${label}${text}`, 2);
  const more = about.length - MOST_NAMED;
  const named = about.slice(0, more > 1 ? MOST_NAMED : undefined).join(", ");
  const rest = more > 1 ? ` and ${more} more` : "";
  return `  ${paint(`${named}${rest}`, "bold")}\n${indented(`${label}${text}`, 4)}`;
}

function labelOf(urn: Message["urn"]): string {
  const { type, name } = resourceLabel(urn ?? "");
  const isStack = urn?.includes(`::${rootStackType}::`) === true;
  return isStack ? "" : [type, name].filter((part) => part !== "").join(" ");
}

/** The texts of messages; what is told of several resources, a host that does not answer for one, stands there once. */
function messageTexts(messages: readonly Message[], paint: Paint): string[] {
  const alike = new Map<string, [Message, ...Message[]]>();
  for (const message of messages) {
    const key = `${message.severity} ${message.text}`;
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [message]);
    else known.push(message);
  }
  return [...alike.values()].map(([first, ...others]) =>
    messageText(
      first,
      paint,
      others.map(({ urn }) => urn),
    ),
  );
}

/** Whether it is about no single resource: then it is told as it comes. */
export function isOfAll({ urn, severity }: Message): boolean {
  return severity !== "error" && (urn === undefined || urn.includes(`::${rootStackType}::`));
}

/** What was said of single resources, besides errors. */
export function messagesText(record: OperationRecord, paint: Paint): string {
  const told = record.messages.filter((message) => message.severity !== "error" && !isOfAll(message));
  return section("Messages:", messageTexts(told, paint), paint);
}

function plannedSection(facts: EndingFacts, paint: Paint): string {
  const { kind, planned, record } = facts;
  const unchanged = record.summary?.resourceChanges.same ?? 0;
  const rest = unchanged > 0 && kind !== "destroy" ? [`     ${unchanged} unchanged`] : [];
  if (planned.isEmpty) return hasFailed(facts) ? "" : section("Nothing changes.", rest, paint, true);
  return section("Changes:", [...planned.text(paint).trimEnd().split("\n"), ...rest], paint);
}

function countsSection({ kind, record: { summary } }: EndingFacts, paint: Paint): string {
  if (summary === undefined) return "";
  const lines = Object.entries(summary.resourceChanges)
    // Those that a destroy has looked at before it deleted them are not left as they were.
    .filter(([op, count]) => count > 0 && !(kind === "destroy" && op === "same"))
    .map(([op, count]) => {
      const { symbol, colour, done } =
        kind === "refresh" ? foundWords(op as StepOp) : stepWords(op as StepOp);
      return paint(`${symbol.padStart(4)} ${count} ${done}`, colour);
    });
  return (
    section("Resources:", lines, paint) +
    `${paint("Duration:", "bold")} ${formatDuration(summary.durationSeconds)}\n`
  );
}

function errorsSection({ record, ending }: EndingFacts, paint: Paint): string {
  const told = record.errors;
  // That it was canceled is no error.
  const untold = ending?.outcome === "canceled" ? undefined : errorText(ending?.error);
  const isNew =
    untold !== undefined && !told.some(({ text }) => text.includes(untold) || untold.includes(text));
  const all = isNew ? [...told, { urn: undefined, severity: "error" as const, text: untold }] : told;
  if (all.length === 0) return "";
  const texts = messageTexts(all, paint);
  return `${paint(texts.length === 1 ? "Error:" : "Errors:", "red")}\n${texts.map((text) => `${text}\n`).join("")}`;
}

function errorText(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return plainText(error instanceof Error ? error.message : String(error)).trim();
}

/** Also where no event has told of it, as before there were any. */
function hasFailed({ record, ending }: EndingFacts): boolean {
  return record.errors.length > 0 || ending?.outcome === "failed";
}

function nextSection(facts: EndingFacts, paint: Paint): string {
  const { kind, isPreview, record, ending } = facts;
  const command = paint(commands[kind], "bold");
  const corrupt = record.summary?.maybeCorrupt === true;
  const unknown = corrupt
    ? `It is not known how far a provider came. To see what is there: ${paint("moorage refresh", "bold")}\n`
    : "";
  if (record.isCanceled || ending?.outcome === "canceled") {
    return isPreview
      ? "Canceled. Nothing was changed.\n"
      : `${unknown}Canceled; what was done is saved. To go on: ${command}\n`;
  }
  if (isPreview && hasFailed(facts)) return `Nothing was changed. When that is put right: ${command}\n`;
  return record.errors.length === 0
    ? unknown
    : `${unknown}What was done is saved. When that is put right: ${command}\n`;
}

function section(title: string, lines: readonly string[], paint: Paint, isAlways = false): string {
  if (lines.length === 0 && !isAlways) return "";
  return [paint(title, "bold"), ...lines].map((line) => `${line}\n`).join("");
}
