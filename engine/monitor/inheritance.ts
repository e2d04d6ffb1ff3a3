import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { parseProviderReference } from "../provider-reference";
import type { Goal } from "../steps/goal";
import { packageOfType, parseUrn, providerPackage } from "../urn";

/**
 * Gives a child what its parent has and it does not say itself. It is the engine that does so, not the SDK.
 */
export function inheritFromParent(child: RegisterResourceRequest, parent: Goal | undefined): void {
  if (parent === undefined) return;
  if (child.getDeletedwith() === "" && parent.deletedWith) child.setDeletedwith(parent.deletedWith);
  if (!child.hasProtect() && parent.protect !== undefined) child.setProtect(parent.protect);
  if (!child.hasRetainondelete() && parent.retainOnDelete !== undefined) {
    child.setRetainondelete(parent.retainOnDelete);
  }
  const isLocalComponent = !child.getRemote() && !child.getCustom();
  if (child.getProvider() === "" && parent.provider !== "") {
    if (isLocalComponent || packageOfReference(parent.provider) === packageOfType(child.getType())) {
      child.setProvider(parent.provider);
    }
  }
}

function packageOfReference(reference: string): string | undefined {
  return providerPackage(parseUrn(parseProviderReference(reference).urn).type);
}
