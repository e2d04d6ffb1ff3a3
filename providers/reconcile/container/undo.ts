import type { Step } from "./step";

/** Why a change is undone. */
export type UndoReason = "failed" | "cancelled";

export interface Undoing {
  readonly reason: UndoReason;
  /** Whether what was made is kept, stopped, for inspection. */
  readonly keepsMade: boolean;
  /** The present name of one that is left as it is: the engine does not answer for it. */
  readonly hanging?: string | undefined;
}

const CAUSE = { failed: "the change failed", cancelled: "the change was canceled" } as const;

/**
 * Steps that undo a change, the last one first. `begun` are the steps that were done, and the one that failed or was
 * broken off as the last: nobody knows how far that one came, so it is undone where that does no harm. What was made is
 * removed at the very end if at all, when the rest has succeeded.
 */
export function undoSteps(begun: readonly Step[], undoing: Undoing): readonly Step[] {
  const made = new Set(begun.filter(({ kind }) => kind === "create").map(({ container }) => container));
  const last = begun.at(-1);
  return [...begun]
    .reverse()
    .flatMap((step) => inverse(step, step === last, made, undoing))
    .filter(({ container }) => container !== undoing.hanging);
}

function inverse(
  step: Step,
  unfinished: boolean,
  made: ReadonlySet<string>,
  { reason, keepsMade }: Undoing,
): readonly Step[] {
  const { container } = step;
  const cause = CAUSE[reason];
  switch (step.kind) {
    case "create":
      if (unfinished) return [];
      return keepsMade
        ? // Else the engine would start it again at its own next start, beside the one that serves.
          [{ kind: "update", container, request: { RestartPolicy: { Name: "no" } }, cause }]
        : [{ kind: "remove", container, volumes: true, cause }];
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
      // Ended before it gives back the name: by that a run that is interrupted meanwhile is known to have failed.
      return step.hasTakenOver ? [{ kind: "stop", container, cause }] : [];
    case "examine":
    case "unpause":
    case "remove":
    case "update":
      return [];
  }
}
