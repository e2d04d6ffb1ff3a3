import type { UpdateRecord } from "../backend";
import type { DeploymentResult } from "../steps/deployment";
import type { OperationKind, OperationTarget } from "./operation";

/** Adds what was done to the stack's history, and tells what was added. */
export async function recordUpdate(
  kind: OperationKind,
  target: OperationTarget,
  done: DeploymentResult & { readonly startTime: Date; readonly message: string | undefined },
): Promise<UpdateRecord> {
  const record: UpdateRecord = {
    // An "import" of the CLI's is one of a whole state.
    kind: kind === "import" ? "resource-import" : kind,
    startTime: seconds(done.startTime),
    message: done.message ?? "",
    environment: { "exec.kind": "moorage" },
    config: { ...target.configuration.recorded },
    result: done.outcome === "succeeded" ? "succeeded" : "failed",
    endTime: seconds(new Date()),
    resourceChanges: done.changes,
  };
  await target.backend.recordUpdate(target.stack, record);
  return record;
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
