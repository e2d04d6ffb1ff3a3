import { rootStackType } from "../urn";
import { StackNotEmptyError } from "./backend-error";
import { parseCheckpoint } from "../state/checkpoint-document";
import type { StoredCheckpoint } from "./find-checkpoint";
import type { StackReference } from "./stack-reference";

/** Refuses a stack whose checkpoint has resources other than the stack itself. @throws StackNotEmptyError, StateError */
export function requireEmpty(stack: StackReference, { text, location }: StoredCheckpoint): void {
  const document = parseCheckpoint(text, location) as {
    checkpoint?: { latest?: { resources?: { type: string }[] } };
  };
  const resources = document.checkpoint?.latest?.resources ?? [];
  const isBare = resources.length === 1 && resources[0]?.type === rootStackType;
  if (resources.length > 0 && !isBare) throw new StackNotEmptyError(stack, resources.length);
}
