import assert from "node:assert/strict";
import { UserError } from "../../../providers/errors";
import { Interruption, Killed } from "./interruption";
import { type Disturbance, restart } from "./disturbances";
import type { Machine, Process } from "./machine";
import type { Scenario } from "./scenarios";
import { Stack } from "./stack";

/** One change, interrupted once, and the run after it. */
export interface Trial {
  readonly machine: Machine;
  readonly scenario: Scenario;
  readonly prefix: string;
  readonly at: number;
  readonly disturb: Disturbance;
}

/** Answers how many calls the change took. Throws with the call where what must hold does not. */
export async function tryOut(trial: Trial): Promise<number> {
  const { machine, scenario, disturb, at } = trial;
  const stack = new Stack(trial.prefix);
  const healthy = await machine.begin();
  let disturbed: Process | undefined;
  const { blow, isFinal } = disturb(machine, () => disturbed as Process);
  const interruption = new Interruption({ at, blow, isFinal });
  try {
    await stack.up(healthy, scenario.olds);
    const old = stack.output("container-a", "containerId") as string | undefined;
    disturbed = await machine.begin(interruption);
    await stack.up(disturbed, scenario.news).catch(expected);
    if (old !== undefined && disturb !== restart) await mustServe(trial, stack, old);
    await disturbed.end();
    assert.equal(interruption.happened, at > 0, `it took ${interruption.calls} calls`);
    await goOn(trial, stack, old);
    return interruption.calls;
  } catch (error) {
    const { where } = interruption;
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`at call ${at}${where && ` (${where})`}: ${reason}`, { cause: error });
  } finally {
    await disturbed?.end();
    await healthy.end();
  }
}

/** The run after, and one that clears all away. */
async function goOn(
  { machine, scenario, prefix }: Trial,
  stack: Stack,
  old: string | undefined,
): Promise<void> {
  const process = await machine.begin();
  const { olds, news, isBroken = false, next = news } = scenario;
  try {
    if (isBroken) await assert.rejects(stack.up(process, news), UserError);
    const program = isBroken ? olds : next;
    await stack.up(process, program);
    await stack.assertQuiet(process, program);
    if (isBroken) assert.equal(stack.output("container-a", "containerId"), old);
    const wanted = Object.keys(program).map((name) => stack.nameOf(name));
    assert.deepEqual(await present(machine, prefix), wanted.sort());
    await stack.up(process, {});
    assert.deepEqual(await present(machine, prefix), []);
  } finally {
    await process.end();
  }
}

/** The old container must be there until another one has its name, and run where nothing makes it stop before. */
async function mustServe({ machine, scenario }: Trial, stack: Stack, old: string): Promise<void> {
  const { servesOn = false, isBroken = false, news } = scenario;
  if (!("container-a" in news)) return;
  const containers = await machine.engine.containers.list();
  const former = containers.find(({ Id }) => Id === old);
  const successor = containers.find(
    ({ Id, Names }) => Id !== old && Names.includes(`/${stack.nameOf("container-a")}`),
  );
  assert(former !== undefined || (!isBroken && successor !== undefined), "the old one is gone");
  if (!servesOn) return;
  const serves = former?.State === "running" || (!isBroken && successor?.State === "running");
  assert(serves, `nothing serves: the old one is ${former?.State}, the new one ${successor?.State}`);
}

/** Names of all that is on the machine and begins with a prefix, containers only while they run. */
async function present({ engine }: Machine, prefix: string): Promise<readonly string[]> {
  const [containers, networks, volumes] = await Promise.all([
    engine.containers.list(),
    engine.networks.list(),
    engine.volumes.list(),
  ]);
  const names = [
    ...containers.flatMap(({ Names, State }) =>
      Names.map((name) => name.slice(1) + (State === "running" ? "" : ` ${State}`)),
    ),
    ...networks.map(({ Name }) => Name),
    ...volumes.map(({ Name }) => Name),
  ];
  return names.filter((name) => name.startsWith(`${prefix}-`)).sort();
}

function expected(error: unknown): void {
  if (!(error instanceof Killed) && !(error instanceof UserError)) throw error;
}
