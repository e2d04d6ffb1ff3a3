import { EngineError } from "../errors";
import type { ResourceState } from "../state";
import { parseUrn, type Urn } from "../urn";

/** A state cannot be edited in the way that was asked for; it is as it was. */
export class EditError extends EngineError {
  override readonly name: string = "EditError";
}

/** Other resources depend on what is to be deleted. */
export class HasDependentsError extends EditError {
  override readonly name = "HasDependentsError";

  constructor(
    readonly urns: readonly Urn[],
    readonly dependents: readonly ResourceState[],
  ) {
    super(
      `${urns.join(", ")} cannot be deleted from the state: these depend on it:\n${listed(dependents)}\n` +
        "Delete them first, or all together with --target-dependents",
    );
  }
}

/** What is to be deleted is protected. */
export class ProtectedResourceError extends EditError {
  override readonly name = "ProtectedResourceError";

  constructor(readonly resources: readonly ResourceState[]) {
    super(
      `these are protected, and stay in the state:\n${listed(resources)}\n` +
        "Delete them all the same with --force, or take the protection away with `state unprotect`",
    );
  }
}

/** The state has no such resources, or several of one URN. */
export class ResourceNotFoundError extends EditError {
  override readonly name = "ResourceNotFoundError";
}

function listed(resources: readonly ResourceState[]): string {
  return resources.map(({ urn }) => `  ${parseUrn(urn).name} (${urn})`).join("\n");
}
