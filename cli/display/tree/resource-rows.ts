import type { EngineEvent, ResourceStepEvent, StepMetadata } from "../../../engine/events/engine-event";
import { rootStackType } from "../../../engine/urn";
import { isSameStep, parseStatusLine } from "../status-line";
import { Row } from "./row";

/** The rows of an operation. Each event costs the same, however many there are. */
export class ResourceRows {
  readonly #rows = new Map<string, Row>();
  readonly #working = new Set<Row>();
  readonly #failed = new Set<Row>();
  /** In the order in which they ended; one that began again is in it more than once. */
  readonly #ended: Row[] = [];
  #changed = 0;
  #unchanged = 0;

  constructor(private readonly now: () => number) {}

  /** In the order in which they began. */
  get working(): ReadonlySet<Row> {
    return this.#working;
  }

  get failed(): ReadonlySet<Row> {
    return this.#failed;
  }

  /** Those that ended with a change, the latest first. */
  *ended(): Generator<Row> {
    for (let index = this.#ended.length - 1; index >= 0; index--) {
      const row = this.#ended[index];
      if (row?.state === "done" && row.isChange) yield row;
    }
  }

  /** How many ended with a change. */
  get changed(): number {
    return this.#changed;
  }

  get unchanged(): number {
    return this.#unchanged;
  }

  all(): IterableIterator<Row> {
    return this.#rows.values();
  }

  /** @returns whether it makes a difference to what is shown */
  add({ resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent }: EngineEvent): boolean {
    if (resourcePreEvent !== undefined) return this.#begin(resourcePreEvent);
    if (resOutputsEvent !== undefined) return this.#end(resOutputsEvent);
    if (resOpFailedEvent !== undefined) return this.#fail(resOpFailedEvent.metadata.urn);
    if (diagnosticEvent?.urn === undefined) return false;
    if (diagnosticEvent.ephemeral === true) return this.#tell(diagnosticEvent.urn, diagnosticEvent.message);
    if (diagnosticEvent.severity === "error") return this.#fail(diagnosticEvent.urn);
    const row = this.#rows.get(diagnosticEvent.urn);
    if (row === undefined || diagnosticEvent.severity !== "warning") return false;
    row.warnings++;
    return true;
  }

  #begin({ metadata, internal }: ResourceStepEvent): boolean {
    if (internal === true || metadata.type === rootStackType) return false;
    const row = this.#rowOf(metadata.urn);
    row.parent = this.#parentOf(metadata);
    this.#forget(row);
    this.#take(row, metadata);
    // The steps of a replacement are one piece of work, without the time between them.
    const spent = row.state === "done" && !row.isRefreshed ? row.endedAt - row.begunAt : 0;
    row.begunAt = this.now() - spent;
    row.isRefreshed = metadata.op === "refresh";
    row.status = undefined;
    row.steps = [];
    // A component that stays as it is ends only with the program: nobody waits for it.
    if (metadata.op === "same") return this.#settle(row);
    row.state = "working";
    this.#working.add(row);
    return true;
  }

  #end({ metadata, internal }: ResourceStepEvent): boolean {
    const row = this.#rows.get(metadata.urn);
    if (internal === true || row === undefined || row.state === "failed") return false;
    this.#forget(row);
    const isFound = row.isRefreshed && metadata.op !== "refresh";
    this.#take(row, isFound ? { ...metadata, isFound } : metadata);
    return this.#settle(row);
  }

  #settle(row: Row): true {
    row.state = "done";
    row.endedAt = this.now();
    row.status = undefined;
    if (row.isChange) {
      this.#changed++;
      this.#ended.push(row);
    } else this.#unchanged++;
    return true;
  }

  #fail(urn: string): boolean {
    const row = this.#rows.get(urn);
    if (row === undefined || row.state === "failed") return false;
    this.#forget(row);
    row.state = "failed";
    row.endedAt = this.now();
    this.#failed.add(row);
    return true;
  }

  #tell(urn: string, message: string): boolean {
    const row = this.#rows.get(urn);
    if (row?.state !== "working") return false;
    const status = parseStatusLine(message);
    if (status.text === row.status?.text) return false;
    row.status = status;
    if (status.step !== undefined && isSameStep(row.steps.at(-1), status)) row.steps.pop();
    if (status.step !== undefined) row.steps.push(status);
    return true;
  }

  /** Takes a row out of what it was counted among. */
  #forget(row: Row): void {
    this.#working.delete(row);
    this.#failed.delete(row);
    if (row.state !== "done") return;
    if (row.isChange) this.#changed--;
    else this.#unchanged--;
  }

  /** The halves of a replacement do not hide what it is for. */
  #take(row: Row, metadata: StepMetadata & { isFound?: boolean }): void {
    const isPart = metadata.op === "delete-replaced" || metadata.op === "discard-replaced";
    row.op = metadata.op;
    if (row.step === undefined || !isPart) row.step = metadata;
  }

  #rowOf(urn: string): Row {
    const known = this.#rows.get(urn);
    if (known !== undefined) return known;
    const row = new Row(urn, this.#rows.size);
    this.#rows.set(urn, row);
    return row;
  }

  /** Children are deleted before their parent is heard of: its row is there for them. */
  #parentOf({ old, new: now }: StepMetadata): Row | undefined {
    const urn = (now ?? old)?.parent ?? "";
    return urn === "" || urn.includes(`::${rootStackType}::`) ? undefined : this.#rowOf(urn);
  }
}
