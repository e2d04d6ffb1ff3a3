/** Ends processes that this one has started and that still run. */
const running = new Set<() => void>();

function killAll(): void {
  for (const kill of running) kill();
}

/**
 * Has a process killed if this one exits before it has ended: asked to end it might live on, and nobody waits for it.
 *
 * @param ended resolves when there is nothing to kill any more
 */
export function killAtExit(kill: () => void, ended: Promise<void>): void {
  // One listener for all: many plugins may run at once.
  if (running.size === 0) process.once("exit", killAll);
  running.add(kill);
  void ended.then(() => {
    running.delete(kill);
    if (running.size === 0) process.removeListener("exit", killAll);
  });
}
