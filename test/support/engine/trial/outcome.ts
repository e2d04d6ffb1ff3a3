import type { LabCall } from "../lab/cloud";
import { stepLines, type TrialEvent } from "./events";
import type { Outcome } from "./sequence";
import { lastingDifferences } from "./lasting-differences";
import { normalState, orderFaults } from "./state";

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Makes an outcome of what an engine showed. */
export function outcomeOf(
  ok: boolean,
  events: readonly TrialEvent[],
  calls: readonly LabCall[],
  state: string,
  said: string,
): Outcome {
  const faults = orderFaults(state);
  return {
    ok,
    steps: stepLines(events),
    calls: calls.filter(matters).map(callLine),
    state: { ...normalState(state), ...(faults.length > 0 ? { "wrong order": faults } : {}) },
    said: [said, ...diagnostics(events)].join("\n").trim(),
  };
}

/** Calls that a provider answers without its configuration, which may therefore come before or after them. */
const unconfigured = /^(Check|Diff)Config$/;

/** Whether a provider that is never used hears of its configuration before its end is chance. */
function matters({ instance, method }: LabCall, index: number, calls: readonly LabCall[]): boolean {
  const isUse = (later: LabCall) => later.instance === instance && !unconfigured.test(later.method);
  return method !== "Configure" || calls.slice(index + 1).some(isUse);
}

function callLine({ provider, method, urn, sent, failure }: LabCall): string {
  const subject = urn.split("::").slice(2).join("::");
  const ended = failure === undefined ? "" : `, failed: ${failure}`;
  const text =
    `${method} ${subject} by ${unconfigured.test(method) ? "its package" : provider} ${JSON.stringify(sent)}${ended}`.replaceAll(
      uuid,
      "<uuid>",
    );
  return lastingDifferences.reduce((now, { unified }) => unified?.(now) ?? now, text);
}

function diagnostics(events: readonly TrialEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent === undefined || diagnosticEvent.severity === "debug"
      ? []
      : [`${diagnosticEvent.severity}: ${diagnosticEvent.message.trim()}`],
  );
}
