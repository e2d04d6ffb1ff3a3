import type { EngineEvent, ResourceStepEvent, StepMetadata } from "../../engine/events/engine-event";
import { rootStackType } from "../../engine/urn";
import type { Paint } from "../colour";
import type * as changing from "./change-lines";
import type { Display, DisplayOptions, Ending } from "./display";
import { formatDuration } from "./duration";
import { endingText, messageText } from "./ending-text";
import { OperationRecord } from "./operation-record";
import { indented, plainText } from "./plain-text";
import { PlannedChanges } from "./planned-changes";
import { resourceLabel } from "./resource-label";
import type { Screen } from "./screen";
import { isSameStep, parseStatusLine, type StatusLine } from "./status-line";
import { foundWords, stepWords } from "./step-words";
import { titleText } from "./title-text";

/** Loaded with the first change: most often there is none. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would have events overtake each other
const changes = () => require("./change-lines") as typeof changing;

/** A line for each thing that begins or ends: for logs, pipes and terminals that can't move their cursor. */
export class LinesDisplay implements Display {
  readonly planned = new PlannedChanges();
  readonly #record = new OperationRecord();
  readonly #begun = new Map<string, Begun>();

  constructor(
    private readonly options: DisplayOptions,
    private readonly screen: Screen,
    private readonly paint: Paint,
    private readonly now: () => number,
  ) {
    screen.write(titleText(options, paint));
  }

  onEvent(event: EngineEvent): void {
    this.planned.add(event);
    const message = this.#record.add(event);
    // Errors are told once, at the end.
    if (message !== undefined && message.severity !== "error") this.#write(messageText(message, this.paint));
    if (event.diagnosticEvent?.ephemeral === true) {
      this.#status(event.diagnosticEvent.urn ?? "", event.diagnosticEvent.message);
    }
    if (event.stdoutEvent !== undefined) this.screen.write(plainText(event.stdoutEvent.message));
    if (event.resourcePreEvent !== undefined) this.#begin(event.resourcePreEvent);
    if (event.resOutputsEvent !== undefined) this.#end(event.resOutputsEvent);
    if (event.resOpFailedEvent !== undefined) this.#fail(event.resOpFailedEvent.metadata);
  }

  async close(ending?: Ending): Promise<void> {
    const { kind, isPreview } = this.options;
    const facts = { kind, isPreview, record: this.#record, planned: this.planned, ending };
    this.screen.write(`\n${endingText(facts, this.paint)}`);
    await this.screen.close();
  }

  #begin({ metadata, internal }: ResourceStepEvent): void {
    if (internal === true || !this.#isTold(metadata)) return;
    this.#begun.set(metadata.urn, {
      at: this.now(),
      isRefresh: metadata.op === "refresh",
      lastStep: undefined,
    });
    if (this.options.isPreview || metadata.op === "refresh") return;
    this.#row(metadata, stepWords(metadata.op).doing);
    if (metadata.op !== "delete-replaced") this.#changes(metadata);
  }

  #end({ metadata, internal }: ResourceStepEvent): void {
    const begun = this.#begun.get(metadata.urn);
    if (internal === true || begun === undefined || !this.#isTold(metadata)) return;
    this.#begun.delete(metadata.urn);
    // What was read and found as it was is no news.
    if (metadata.op === "refresh") return;
    if (begun.isRefresh) {
      this.#row(metadata, foundWords(metadata.op).done);
      this.#changes({ ...metadata, isFound: true });
      return;
    }
    const { planned, done } = stepWords(metadata.op);
    if (this.options.isPreview) {
      this.#row(metadata, planned);
      this.#changes(metadata);
      return;
    }
    this.#row(metadata, `${done} (${this.#elapsed(begun)})`);
  }

  #fail(metadata: StepMetadata): void {
    const begun = this.#begun.get(metadata.urn);
    this.#begun.delete(metadata.urn);
    const after = begun === undefined ? "" : ` (${this.#elapsed(begun)})`;
    this.#row(metadata, this.paint(`${stepWords(metadata.op).doing} failed${after}`, "red"));
  }

  /** The steps of a change are told as they come; what is about the moment only is not. */
  #status(urn: string, message: string): void {
    const status = parseStatusLine(message);
    const begun = this.#begun.get(urn);
    if (status.step === undefined || begun === undefined || isSameStep(begun.lastStep, status)) return;
    begun.lastStep = status;
    const { type, name } = resourceLabel(urn);
    this.#write(`     ${type} ${this.paint(name, "bold")} ${status.text}`);
  }

  #row({ op, urn }: StepMetadata, what: string): void {
    const { symbol, colour } = stepWords(op);
    const { type, name } = resourceLabel(urn);
    this.#write(`${this.paint(symbol.padStart(4), colour)} ${type} ${this.paint(name, "bold")} ${what}`);
  }

  #changes(step: StepMetadata & { isFound?: boolean }): void {
    const { changeLines, detailLines } = changes();
    const lines = this.options.showDiff ? detailLines(step, this.paint) : changeLines(step, this.paint);
    for (const line of lines) this.#write(indented(line, 8));
  }

  /** What stays as it is has no line; a replacement is told as one in a preview, by its halves when it is done. */
  #isTold({ op, type }: StepMetadata): boolean {
    if (op === "same" || op === "remove-pending-replace" || type === rootStackType) return false;
    const isHalf = op === "create-replacement" || op === "delete-replaced";
    return this.options.isPreview ? !isHalf : op !== "replace";
  }

  #elapsed({ at }: Begun): string {
    return formatDuration((this.now() - at) / 1000);
  }

  #write(line: string): void {
    this.screen.write(`${line}\n`);
  }
}

/** A step under way. */
interface Begun {
  readonly at: number;
  readonly isRefresh: boolean;
  lastStep: StatusLine | undefined;
}
