import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { ProgramError, ProgramStalledError } from "./errors";
import { describeFault, type Faults } from "./faults";
import type { PendingWork } from "./pending-work";
import type { ProgramHost } from "./run-program";
import type { Sdk } from "./sdk";
import type { SdkStore } from "./seam";
import { openTeller } from "./tell-open";
import type { OriginalPosition } from "./user-stack";

/** A program that runs. */
export interface RunningProgram {
  readonly sdk: Sdk;
  readonly store: SdkStore;
  /** Does something in the context of the run. */
  readonly inside: <T>(callback: () => T) => T;
  /** Settles with the program's outputs; never, if the program waits for something that does not come. */
  readonly main: Promise<unknown>;
  readonly faults: Faults;
  /** Where in its source an error of the program is. */
  readonly original: OriginalPosition;
  readonly work: PendingWork;
  readonly host: ProgramHost;
}

/** How long nothing may be under way before a program that has not ended counts as stalled. */
const stallMilliseconds = 3000;
/** The same for one with errors, which explain why it does not end. */
const faultyMilliseconds = 50;
const pollMilliseconds = 25;

/**
 * Waits until a program has asked for all that it wants: its main part has ended, each registration was answered, and
 * no timer or socket of its own is left. Returns early once the operation has stopped.
 *
 * @throws ProgramError for any error in it, even for one that did not end it
 * @throws ProgramStalledError if it waits and nothing is under way
 */
export async function untilEnded(program: RunningProgram): Promise<void> {
  const { host, work, store } = program;
  const tellOpen = openTeller(() => work.kinds(), host.warn);
  const stopped = whenStopped(host.stopped);
  const queue = watchQueue(program);
  let idleSince: number | undefined;
  let quietSince: number | undefined;
  while (!host.stopped.aborted) {
    // Errors of promises are told one turn late, and those that they cause one more.
    await nextTurn();
    await nextTurn();
    idleSince = host.isBusy() ? undefined : (idleSince ?? performance.now());
    // What the program has left open, such as a server, does not keep it from failing.
    if (idleSince !== undefined && performance.now() - idleSince > stallMilliseconds) failIfFaulty(program);
    if (host.isBusy() || work.isPending()) {
      quietSince = undefined;
      tellOpen(!host.isBusy() && queue.isDrained() && store.leakCandidates.size === 0);
    } else {
      if (queue.isDrained() && store.leakCandidates.size === 0) return failIfFaulty(program);
      quietSince ??= performance.now();
      const quiet = performance.now() - quietSince;
      if (quiet > faultyMilliseconds) failIfFaulty(program);
      if (quiet > stallMilliseconds) throw stalled(store);
    }
    await Promise.race([queue.drained(), stopped, pause(pollMilliseconds)]);
  }
}

/** Whether the main part has ended and all that was registered is answered; later registrations count too. */
function watchQueue(program: RunningProgram): { isDrained(): boolean; drained(): Promise<void> } {
  const { store, faults } = program;
  let drainedAt: unknown;
  let draining: Promise<void> | undefined;
  const main = program.main.then(
    () => {},
    (error: unknown) => faults.add(error),
  );
  const isDrained = (): boolean => drainedAt !== undefined && drainedAt === store.settings.rpcDone;
  return {
    isDrained,
    async drained() {
      if (isDrained()) return new Promise(() => {});
      draining ??= main
        .then(() => program.inside(() => program.sdk.settings.waitForRPCs()))
        .then(() => {
          drainedAt = store.settings.rpcDone;
          draining = undefined;
        });
      return draining;
    },
  };
}

function whenStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function failIfFaulty({ faults: { errors }, original }: RunningProgram): void {
  if (errors.size === 0) return;
  throw new ProgramError([...errors].map((error) => describeFault(error, original)).join("\n\n"));
}

function stalled(store: SdkStore): ProgramStalledError {
  const waiting = new Set(
    [...store.leakCandidates].map(({ _debugCtx }) => String(_debugCtx ?? "a promise of the program")),
  );
  const shown = [...waiting].slice(0, 10).map((context) => `  ${context}`);
  return new ProgramStalledError(
    "the program waits for promises that never resolve, though nothing is under way: await nothing that cannot " +
      "come, and let no two resources wait for each other's outputs. Nothing is deleted. Still waiting:\n" +
      [...shown, ...(waiting.size > shown.length ? [`  and ${waiting.size - shown.length} more`] : [])].join(
        "\n",
      ),
  );
}
