import { applyDaemonSettings, isSettled, type WantedSettings } from "./daemon-settings";
import { installEngine } from "./engine-install";
import { type Answers, engineService, startEngine } from "./engine-service";
import { readFacts } from "./facts";
import type { Machine } from "./machine";
import { ensureAuthorities, hasAuthorities, type WantedAuthorities } from "./registry-authorities";

/** What is wanted of a machine's engine beside that it answers. */
export interface EngineWishes {
  /** Whether it is installed where it is missing. */
  readonly install: boolean;
  readonly settings: WantedSettings;
  /** Whose certificates it trusts when it reaches a registry. Default: nobody's beside those of the machine. */
  readonly authorities?: WantedAuthorities;
}

/** Whether the engine answers and is as wanted. Changes nothing. */
export async function isEngineReady(
  machine: Machine,
  answers: Answers,
  wishes: EngineWishes,
): Promise<boolean> {
  if (hasWorkLeft(machine, wishes) || !(await answers())) return false;
  if (!(await hasAuthorities(machine, wishes.authorities))) return false;
  return isNothing(wishes.settings) || isSettled(machine, wishes.settings);
}

/** Installs the engine if need be, gives it its settings and sees to it that it answers. */
export async function ensureEngine(machine: Machine, answers: Answers, wishes: EngineWishes): Promise<void> {
  const isMissing =
    hasWorkLeft(machine, wishes) || (machine.facts.dockerd === undefined && !(await answers()));
  const installed = isMissing && wishes.install ? await withEngine(machine) : machine;
  if (await isEngineReady(installed, answers, wishes)) return;
  await ensureAuthorities(installed, wishes.authorities);
  const service = engineService(installed);
  if (!isNothing(wishes.settings)) await applyDaemonSettings(installed, service, answers, wishes.settings);
  if (!(await answers())) await startEngine(installed, service, answers);
}

async function withEngine(machine: Machine): Promise<Machine> {
  await installEngine(machine);
  return { ...machine, facts: await readFacts(machine.remote, machine.signal) };
}

function hasWorkLeft({ facts }: Machine, wishes: EngineWishes): boolean {
  return wishes.install && facts.hasUnfinishedInstall;
}

function isNothing({ wanted, formerlyWanted, insecureRegistries }: WantedSettings): boolean {
  const names = [wanted, formerlyWanted].flatMap((settings) => Object.keys(settings));
  return names.length === 0 && insecureRegistries === undefined;
}
