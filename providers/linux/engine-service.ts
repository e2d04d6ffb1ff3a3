import { detachedEngine } from "./detached-engine";
import { EngineMissingError, EngineStartError } from "./errors";
import { isOverdue, type Machine } from "./machine";
import { systemdEngine } from "./systemd-engine";

/** The engine as a service of its machine. */
export interface EngineService {
  /** Starts it now and, where there is an init system, at every boot. Succeeds if it runs already. */
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Makes it read its settings again. */
  reload(): Promise<void>;
  /** Whether it has ended, or was given up by the init system. */
  hasFailed(): Promise<boolean>;
  /** The last lines of its log. */
  readLog(lines: number): Promise<string>;
}

/** Whether the engine answers a request, as its clients will make it. */
export type Answers = () => Promise<boolean>;

const POLL_SECONDS = 0.5;
const LOG_LINES = 60;
const WORDS = 12;

/** How the engine of this machine is started and stopped. */
export function engineService(machine: Machine): EngineService {
  if (machine.facts.dockerd === undefined) {
    throw new EngineMissingError(
      `There is no Docker engine on ${machine.remote.name}. Install one, or let Moorage do it with installEngine: true.`,
      { property: "installEngine" },
    );
  }
  return machine.facts.init === "systemd" ? systemdEngine(machine) : detachedEngine(machine);
}

/** Starts the engine and waits until it answers. Rejects with EngineStartError and the engine's own last words. */
export async function startEngine(machine: Machine, service: EngineService, answers: Answers): Promise<void> {
  machine.progress("starting the engine");
  await bringUp(machine, service, answers, () => service.start());
}

/** Restarts the engine and waits until it answers. */
export async function restartEngine(
  machine: Machine,
  service: EngineService,
  answers: Answers,
): Promise<void> {
  machine.progress("restarting the engine");
  await bringUp(machine, service, answers, () => service.restart());
}

async function bringUp(
  machine: Machine,
  service: EngineService,
  answers: Answers,
  act: () => Promise<void>,
): Promise<void> {
  await act();
  while (!(await answers())) {
    if (await service.hasFailed()) throw await startError(machine, service, "did not come up");
    if (isOverdue(machine)) throw await startError(machine, service, "did not answer in time");
    await machine.pause(POLL_SECONDS);
  }
}

async function startError(machine: Machine, service: EngineService, what: string): Promise<EngineStartError> {
  const words = lastWords(await service.readLog(LOG_LINES));
  const log =
    words === ""
      ? "It logged nothing: start it by hand to see why."
      : `Put right what its log says, and run again. Its last log lines:\n${words}`;
  return new EngineStartError(`The Docker engine on ${machine.remote.name} ${what}. ${log}`);
}

/** What an engine's log says of its end: without chatter, and without the repetitions of several attempts. */
export function lastWords(log: string): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "" && !/ level=(info|debug) /.test(line));
  return [...new Set(lines)].slice(-WORDS).join("\n");
}
