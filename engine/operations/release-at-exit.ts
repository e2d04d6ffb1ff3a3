import type { StackLock } from "../backend";

/** The locks that this process holds. */
const held = new Set<StackLock>();

function releaseAll(): void {
  for (const lock of held) lock.releaseSync();
}

/**
 * Has a lock released if the process exits before that was done.
 *
 * @returns for when it is done
 */
export function releaseAtExit(lock: StackLock): () => void {
  // One listener for all: many operations may run at once.
  if (held.size === 0) process.once("exit", releaseAll);
  held.add(lock);
  return () => {
    held.delete(lock);
    if (held.size === 0) process.removeListener("exit", releaseAll);
  };
}
