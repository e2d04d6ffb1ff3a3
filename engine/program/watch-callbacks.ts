import type { PendingWork } from "./pending-work";
import type { ProgramHost } from "./run-program";
import { stallMilliseconds } from "./until-ended";

const pollMilliseconds = 250;

/**
 * Fails the hooks and transforms that wait for what never comes, such as for the resource that they are called for:
 * neither the engine nor the program has anything under way, and yet they do not answer.
 *
 * @returns ends the watch
 */
export function watchCallbacks(
  { callbacks, isWorking }: Pick<ProgramHost, "callbacks" | "isWorking">,
  work: PendingWork,
): () => void {
  let quietSince: number | undefined;
  const timer = setInterval(() => {
    if (!callbacks.areWaiting() || isWorking() || work.isPending()) {
      quietSince = undefined;
      return;
    }
    quietSince ??= performance.now();
    if (performance.now() - quietSince > stallMilliseconds) callbacks.giveUp();
  }, pollMilliseconds);
  return () => clearInterval(timer);
}
