import {
  DiffKind,
  type DiagnosticEvent,
  type EngineEvent,
  type PropertyDiff,
  type ResOpFailedEvent,
  type ResOutputsEvent,
  type ResourcePreEvent,
  type StepEventMetadata,
  type StepEventStateMetadata,
  type SummaryEvent,
  type UpOptions,
} from "@pulumi/pulumi/automation";

// What programs do with the types of events. Only compiled: by Pulumi's types, and with the one line changed by ours.

const marks: Record<DiffKind, string> = {
  [DiffKind.add]: "+",
  [DiffKind.addReplace]: "+-",
  [DiffKind.delete]: "-",
  [DiffKind.deleteReplace]: "--",
  [DiffKind.update]: "~",
  [DiffKind.updateReplace]: "~-",
};
export const replacing: (DiffKind.addReplace | DiffKind.deleteReplace)[] = [
  DiffKind.addReplace,
  DiffKind.deleteReplace,
];

function stateOf(state: StepEventStateMetadata | undefined): string[] {
  const size: number | undefined = state?.outputs["size"]?.bytes;
  return [state?.id ?? "none", state?.parent ?? "none", String(size), ...(state?.initErrors ?? [])];
}

function stepOf({ detailedDiff, diffs = [], keys = [], new: now, old, op }: StepEventMetadata): string[] {
  const differences: Record<string, PropertyDiff> = detailedDiff ?? {};
  const told = Object.entries(differences).map(
    ([path, { diffKind, inputDiff }]) => `${marks[diffKind]}${path}${inputDiff}`,
  );
  return [op, ...keys, ...diffs, ...told, ...stateOf(old), ...stateOf(now)];
}

export function severityOf({ severity }: DiagnosticEvent): "info" | "info#err" | "warning" | "error" {
  return severity;
}

export function tell(event: EngineEvent): string[] {
  const pre: ResourcePreEvent | undefined = event.resourcePreEvent;
  const done: ResOutputsEvent | undefined = event.resOutputsEvent;
  const failed: ResOpFailedEvent | undefined = event.resOpFailedEvent;
  const { durationSeconds, resourceChanges = {} }: Partial<SummaryEvent> = event.summaryEvent ?? {};
  const steps = [pre, done, failed].flatMap((each) => (each === undefined ? [] : stepOf(each.metadata)));
  return [String(event.sequence), String(durationSeconds), String(resourceChanges.create), ...steps];
}

export const options: UpOptions = { onEvent: (event: EngineEvent) => void tell(event) };
