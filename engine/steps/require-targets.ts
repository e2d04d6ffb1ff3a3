import { BailError } from "./generator/bail-error";
import type { Session } from "./session";
import type { UrnTargets } from "./urn-targets";

/** Ends the operation for a target that neither the state nor the program has. */
export function requireTargets({ world, planner, reporter }: Session, targets: UrnTargets): void {
  const unknown = targets.urns.filter((urn) => !world.allOlds.has(urn) && !planner.tracker.urns.has(urn));
  for (const urn of unknown) {
    const hint = urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
    reporter.error(`Target '${urn}' could not be found in the stack.${hint}`);
  }
  if (unknown.length > 0) throw new BailError("one or more targets could not be found in the stack");
}
