import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks until `probe` answers something other than undefined.
 *
 * @param what Ends the error's sentence "gave up waiting for …".
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  options: { timeoutSeconds?: number; everyMs?: number } = {},
): Promise<T> {
  const { timeoutSeconds = 60, everyMs = 50 } = options;
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`gave up waiting for ${what} after ${timeoutSeconds} s`);
    await pause(everyMs);
  }
}
