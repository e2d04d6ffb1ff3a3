import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { ProgramError, ProgramStalledError } from "./errors";
import { describeFault, type Faults } from "./faults";
import type { PendingWork } from "./pending-work";
import type { ProgramHost } from "./run-program";
import type { Sdk } from "./sdk";
import type { SdkStore } from "./seam";

/** A program that runs. */
export interface RunningProgram {
  readonly sdk: Sdk;
  readonly store: SdkStore;
  /** Does something in the context of the run. */
  readonly inside: <T>(callback: () => T) => T;
  /** Settles with the program's outputs; never, if the program waits for something that does not come. */
  readonly main: Promise<unknown>;
  readonly faults: Faults;
  readonly work: PendingWork;
  readonly host: ProgramHost;
}

/** How long nothing may be under way before a program that has not ended counts as stalled. */
const stallMilliseconds = 3000;
/** The same for one with errors, which explain why it does not end. */
const faultyMilliseconds = 50;
const pollMilliseconds = 25;
/** How long one that has done all but for what it keeps open goes on before it is said what that is. */
const openMilliseconds = 5000;

/**
 * Waits until a program has asked for all that it wants: its main part has ended, each registration was answered, and
 * no timer or socket of its own is left. Returns early once the operation has stopped.
 *
 * @throws ProgramError for any error in it, even for one that did not end it
 * @throws ProgramStalledError if it waits and nothing is under way
 */
export async function untilEnded(program: RunningProgram): Promise<void> {
  const { faults, host, work, store } = program;
  const tellOpen = openTeller(program);
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
    if (idleSince !== undefined && performance.now() - idleSince > stallMilliseconds) failIfFaulty(faults);
    if (host.isBusy() || work.isPending()) {
      quietSince = undefined;
      tellOpen(!host.isBusy() && queue.isDrained() && store.leakCandidates.size === 0);
    } else {
      if (queue.isDrained() && store.leakCandidates.size === 0) return failIfFaulty(faults);
      quietSince ??= performance.now();
      const quiet = performance.now() - quietSince;
      if (quiet > faultyMilliseconds) failIfFaulty(faults);
      if (quiet > stallMilliseconds) throw stalled(store);
    }
    await Promise.race([queue.drained(), stopped, pause(pollMilliseconds)]);
  }
}

/** Says once what a program keeps open that has asked for all that it wants, as far as it shows. */
function openTeller({ host, work }: RunningProgram): (hasDoneAll: boolean) => void {
  let since: number | undefined;
  let isTold = false;
  return (hasDoneAll) => {
    since = hasDoneAll ? (since ?? performance.now()) : undefined;
    if (isTold || since === undefined || performance.now() - since < openMilliseconds) return;
    isTold = true;
    host.warn(
      `the program has done all that it began, and goes on since it has ${listed(work.kinds())} open. The operation ` +
        "ends when it is closed; until then nothing is deleted",
    );
  };
}

function listed(kinds: readonly string[]): string {
  return kinds.length > 1
    ? `${kinds.slice(0, -1).join(", ")} and ${kinds.at(-1)}`
    : (kinds[0] ?? "something");
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

function failIfFaulty({ errors }: Faults): void {
  if (errors.size > 0) throw new ProgramError([...errors].map(describeFault).join("\n\n"));
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
