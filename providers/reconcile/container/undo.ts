import type { Step } from "./step";

/** Why a change is undone: it failed, and what was made is kept for inspection; or it was cancelled. */
export type UndoReason = "failed" | "cancelled";

const CAUSE = { failed: "the change failed", cancelled: "the change was cancelled" } as const;

/**
 * Steps that undo a change, the last one first. `begun` are the steps that were done, and the one that failed or was
 * broken off as the last: nobody knows how far that one came, so it is undone where that does no harm.
 */
export function undoSteps(begun: readonly Step[], reason: UndoReason): readonly Step[] {
  const made = new Set(begun.filter(({ kind }) => kind === "create").map(({ container }) => container));
  const last = begun.at(-1);
  return [...begun].reverse().flatMap((step) => inverse(step, step === last, made, reason));
}

function inverse(
  step: Step,
  unfinished: boolean,
  made: ReadonlySet<string>,
  reason: UndoReason,
): readonly Step[] {
  const { container } = step;
  const cause = CAUSE[reason];
  switch (step.kind) {
    case "create":
      if (unfinished) return [];
      return reason === "cancelled"
        ? [{ kind: "remove", container, cause }]
        : // Else the engine would start it again at its own next start, beside the one that serves.
          [{ kind: "update", container, request: { RestartPolicy: { Name: "no" } }, cause }];
    case "start":
      return made.has(container) ? [{ kind: "stop", container, cause }] : [];
    case "stop":
      return [{ kind: "start", container, cause }];
    case "rename":
      return unfinished ? [] : [{ kind: "rename", container: step.to, to: container, cause }];
    case "connect":
      return made.has(container) || unfinished
        ? []
        : [{ kind: "disconnect", container, network: step.network, endpoint: step.endpoint, cause }];
    case "disconnect":
      return made.has(container) || unfinished
        ? []
        : [{ kind: "connect", container, network: step.network, endpoint: step.endpoint, cause }];
    case "await":
    case "unpause":
    case "remove":
    case "update":
      return [];
  }
}
