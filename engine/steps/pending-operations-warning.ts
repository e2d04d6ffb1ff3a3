import type { PendingOperation } from "../state/resource-state";

/** What is to be said of operations whose end an earlier run did not see. */
export function pendingOperationsWarning(operations: readonly PendingOperation[]): string {
  const lines = operations.map(({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}`);
  return [
    `Attempting to deploy or update resources with ${String(operations.length)} pending operations from previous deployment.`,
    ...lines,
    "These resources are in an unknown state because the engine was interrupted while waiting for changes to these " +
      "resources to complete. You should confirm whether or not the operations listed completed successfully by " +
      "checking the state of the appropriate provider.",
    "",
    "Once you have confirmed the status of the interrupted operations, you can repair your stack with a refresh, which " +
      "reads the state from the provider and clears the pending operations if there are any. Pending creations have " +
      "to be cleared by name.",
  ].join("\n");
}
