import { stackSecrets } from "../../engine/stacks";
import type { Place } from "./place";

/**
 * Begins to derive the key of a stack's secrets, on another thread: the first change is not saved without it, and a
 * state that has no secrets has not needed it so far. Whatever is wrong with it is told by who needs it.
 */
export function beginKey({ stack, workspace }: Place): void {
  const { passphrase } = workspace;
  workspace
    .settings(stack)
    .then((settings) => stackSecrets(settings, passphrase)?.unlock())
    .catch(() => undefined);
}
