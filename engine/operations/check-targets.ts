import { EngineError } from "../errors";
import type { ResourceState } from "../state";

/** A target of a refresh or a destroy that the stack does not have. */
export class UnknownTargetError extends EngineError {
  override readonly name = "UnknownTargetError";

  constructor(urn: string) {
    super(
      `no resource named '${urn}' found: give the URN of a resource that the stack has, or a pattern with * or **`,
    );
  }
}

/**
 * A refresh or a destroy works on what the stack has: what it has not cannot be meant.
 *
 * @throws UnknownTargetError
 */
export function checkTargets(resources: readonly ResourceState[], targets: readonly string[]): void {
  const known = new Set<string>(resources.map(({ urn }) => urn));
  const unknown = targets.find((target) => !target.includes("*") && !known.has(target));
  if (unknown !== undefined) throw new UnknownTargetError(unknown);
}
