/** One event of an engine, in the shape that the CLI prints with `--json`. */
export interface TrialEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata; readonly internal?: boolean };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata; readonly internal?: boolean };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: { readonly urn?: string; readonly message: string; readonly severity: string };
  readonly summaryEvent?: {
    readonly resourceChanges?: Readonly<Record<string, number>>;
    readonly maybeCorrupt?: boolean;
  };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly diffs?: readonly string[] | null;
  readonly keys?: readonly string[] | null;
  readonly detailedDiff?: Readonly<
    Record<string, { readonly diffKind?: string; readonly inputDiff?: boolean }>
  > | null;
}

/** What the events tell, one line each: steps as they began, ended or failed, and the summary. */
export function stepLines(events: readonly TrialEvent[]): string[] {
  return events.flatMap((event) => {
    // What is the engine's own affair, such as default providers, the CLI does not print.
    if ((event.resourcePreEvent ?? event.resOutputsEvent)?.internal === true) return [];
    if (event.resourcePreEvent !== undefined) return [line("", event.resourcePreEvent.metadata)];
    if (event.resOutputsEvent !== undefined) return [line("done: ", event.resOutputsEvent.metadata)];
    if (event.resOpFailedEvent !== undefined) return [line("failed: ", event.resOpFailedEvent.metadata)];
    if (event.summaryEvent === undefined) return [];
    const changes = Object.entries(event.summaryEvent.resourceChanges ?? {}).filter(([, count]) => count > 0);
    return [
      `summary: ${changes
        .map(([op, count]) => `${op} ${count}`)
        .sort()
        .join(", ")}`,
    ];
  });
}

function line(head: string, { op, urn, diffs, keys, detailedDiff }: StepMetadata): string {
  const detail = Object.entries(detailedDiff ?? {}).map(
    ([path, { diffKind, inputDiff }]) => `${path} ${diffKind ?? ""}${inputDiff === true ? " input" : ""}`,
  );
  const lists = [list("diffs", diffs), list("keys", keys), list("detail", detail)];
  return [`${head}${op}`, urn.replace(/^urn:pulumi:[^:]*::[^:]*::/, ""), ...lists].filter(Boolean).join(" ");
}

function list(title: string, items: readonly string[] | null | undefined): string {
  return items === undefined || items === null || items.length === 0
    ? ""
    : `${title}[${[...items].sort().join(", ")}]`;
}

/** The events among the lines of an output. */
export function parseEvents(stdout: string): TrialEvent[] {
  return stdout
    .split("\n")
    .filter((text) => text.startsWith("{"))
    .map((text) => JSON.parse(text) as TrialEvent);
}
