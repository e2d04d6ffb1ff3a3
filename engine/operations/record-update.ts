import type { DeploymentResult } from "../steps/deployment";
import type { OperationKind, OperationTarget } from "./operation";

/** Adds what was done to the stack's history. */
export async function recordUpdate(
  kind: OperationKind,
  target: OperationTarget,
  done: DeploymentResult & { readonly startTime: Date; readonly message: string | undefined },
): Promise<void> {
  await target.backend.recordUpdate(target.stack, {
    kind,
    startTime: seconds(done.startTime),
    message: done.message ?? "",
    environment: { "exec.kind": "moorage" },
    config: { ...target.configuration.recorded },
    result: done.outcome === "succeeded" ? "succeeded" : "failed",
    endTime: seconds(new Date()),
    resourceChanges: done.changes,
  });
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
