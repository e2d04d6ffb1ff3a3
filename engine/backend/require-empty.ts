import { rootStackType } from "../urn";
import { StackNotEmptyError } from "./backend-error";
import type { StackReference } from "./stack-reference";

/** Refuses a stack whose checkpoint has resources other than the stack itself. @throws StackNotEmptyError */
export function requireEmpty(stack: StackReference, checkpoint: string): void {
  const document = JSON.parse(checkpoint) as {
    checkpoint?: { latest?: { resources?: { type: string }[] } };
  };
  const resources = document.checkpoint?.latest?.resources ?? [];
  const isBare = resources.length === 1 && resources[0]?.type === rootStackType;
  if (resources.length > 0 && !isBare) throw new StackNotEmptyError(stack, resources.length);
}
