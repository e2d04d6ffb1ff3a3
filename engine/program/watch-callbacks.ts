import type { PendingWork } from "./pending-work";
import type { ProgramHost } from "./run-program";

const pollMilliseconds = 250;

/**
 * Fails the hooks and transforms that wait for what never comes, such as for the resource that they are called for:
 * neither the engine nor the program has anything under way, and yet they do not answer. What a callback itself waits
 * for, such as an answer from the network, is not known, so there is much patience.
 *
 * @returns ends the watch
 */
export function watchCallbacks(
  {
    callbacks,
    callbackPatience,
    isWorking,
  }: Pick<ProgramHost, "callbacks" | "callbackPatience" | "isWorking">,
  work: PendingWork,
): () => void {
  let quietSince: number | undefined;
  const timer = setInterval(() => {
    if (!callbacks.areWaiting() || isWorking() || work.isPending()) {
      quietSince = undefined;
      return;
    }
    quietSince ??= performance.now();
    if (performance.now() - quietSince > callbackPatience) callbacks.giveUp();
  }, pollMilliseconds);
  return () => clearInterval(timer);
}
