import { setTimeout as delay } from "node:timers/promises";
import type { Engine } from "../../docker/engine";
import { CancelledError } from "../../errors";
import type { ContainerFacts } from "../../reconcile/container/observe";
import { formatProbe, type Probe } from "../../reconcile/container/probe";
import type { Step } from "../../reconcile/container/step";
import { observeOne } from "./observe";
import { addressesOf, type Dial, unanswered, untilAnswered } from "./probe";
import { type ContainerWatch, type Sign, watchContainers } from "./watch";

/** A container does not work: it ended, is unhealthy, or did not become healthy in time. */
export class NotWorking extends Error {
  override readonly name = "NotWorking";

  constructor(
    message: string,
    readonly exitCode?: number,
  ) {
    super(message);
  }
}

export interface GateOptions {
  /** Reaches the container's own addresses, for a probe. */
  readonly dial: Dial;
  readonly signal: AbortSignal;
  progress(message: string): void;
}

type Await = Extract<Step, { kind: "await" }>;

const POLL_MILLISECONDS = 5000;
const TICK_MILLISECONDS = 1000;

/**
 * Waits until a container works: until it is healthy where it has a health check, else until it has run for
 * `minReadySeconds`; and then until its probe is answered, if it has one. Answers what it saw last, where it had to
 * look. Throws NotWorking as soon as it is known not to work, CancelledError when cancelled.
 */
export async function awaitWorking(
  engine: Engine,
  id: string,
  step: Await,
  options: GateOptions,
): Promise<ContainerFacts | undefined> {
  const watch = await watchContainers(engine, options.signal);
  try {
    const seen = await awaitHealthOrTime(watch, engine, id, step, options);
    if (step.probe === undefined) return seen;
    const facts = seen ?? (await stillRunning(engine, id, step, options.signal));
    await awaitAnswer(watch, facts, step, step.probe, options);
    return facts;
  } finally {
    watch.close();
  }
}

async function awaitHealthOrTime(
  watch: ContainerWatch,
  engine: Engine,
  id: string,
  step: Await,
  options: GateOptions,
): Promise<ContainerFacts | undefined> {
  if (!step.hasHealthcheck) {
    const facts = await awaitRunning(watch, engine, id, step, options);
    if (facts.health === undefined || facts.health === "healthy") return facts;
  }
  await awaitHealthy(watch, engine, id, step, options);
  return undefined;
}

async function awaitRunning(
  watch: ContainerWatch,
  engine: Engine,
  id: string,
  step: Await,
  { signal, progress }: GateOptions,
): Promise<ContainerFacts> {
  progress(`waiting until ${step.container} has run for ${step.minReadySeconds} s`);
  const over = new AbortController();
  const waiting = AbortSignal.any([signal, over.signal]);
  const ended = watch.next(id, { kinds: ["ended"], isNew: step.isNew, signal: waiting });
  const time = delay(step.minReadySeconds * 1000, undefined, { signal: waiting });
  // One that is not new may have ended before anybody listened.
  const looked = step.isNew ? [] : [stillRunning(engine, id, step, waiting).then(() => time)];
  try {
    const sign = await Promise.race([ended, time, ...looked]);
    if (sign !== undefined) throw notWorking(sign);
  } catch (error) {
    throw signal.aborted ? cancelled(step) : error;
  } finally {
    over.abort();
    await Promise.allSettled([ended, time, ...looked]);
  }
  return stillRunning(engine, id, step, signal);
}

function awaitHealthy(
  watch: ContainerWatch,
  engine: Engine,
  id: string,
  step: Await,
  options: GateOptions,
): Promise<void> {
  return inTime(
    step,
    options,
    (seconds) => `waiting for health of ${step.container}: starting (${seconds} s)`,
    // The first to know decides.
    (waiting) => [listen(watch, id, step, waiting), poll(engine, id, step, waiting)],
    () => `it was not healthy after ${step.healthTimeoutSeconds} s`,
  );
}

function awaitAnswer(
  watch: ContainerWatch,
  facts: ContainerFacts,
  step: Await,
  probe: Probe,
  options: GateOptions,
): Promise<void> {
  const addresses = addressesOf(facts);
  if (addresses.length === 0) throw new NotWorking("it has no address of its own that its probe could ask");
  let reason: string | undefined;
  return inTime(
    step,
    options,
    (seconds) =>
      `waiting for ${step.container} to answer ${formatProbe(probe)} (${seconds} s)${reason ? `: ${reason}` : ""}`,
    (waiting) => [
      untilAnswered(options.dial, addresses, probe, waiting, (why) => (reason = why)),
      untilItFails(watch, facts.id, step, waiting),
    ],
    () => unanswered(probe, step.healthTimeoutSeconds, reason),
  );
}

/**
 * Waits for the first of several to end, until `healthTimeoutSeconds` are over. All of them end at that time and when
 * cancelled.
 */
async function inTime(
  step: Await,
  { signal, progress }: GateOptions,
  telling: (seconds: number) => string,
  begin: (waiting: AbortSignal) => Promise<void>[],
  tooLate: () => string,
): Promise<void> {
  const begun = performance.now();
  const tell = () => progress(telling(Math.round((performance.now() - begun) / 1000)));
  tell();
  const ticking = setInterval(tell, TICK_MILLISECONDS);
  const over = new AbortController();
  const deadline = AbortSignal.timeout(step.healthTimeoutSeconds * 1000);
  const works = begin(AbortSignal.any([signal, deadline, over.signal]));
  try {
    await Promise.race(works);
  } catch (error) {
    if (signal.aborted) throw cancelled(step);
    if (!deadline.aborted) throw error;
    throw new NotWorking(tooLate());
  } finally {
    clearInterval(ticking);
    over.abort();
    await Promise.allSettled(works);
  }
}

/** Never ends well. */
async function untilItFails(
  watch: ContainerWatch,
  id: string,
  { isNew }: Await,
  signal: AbortSignal,
): Promise<never> {
  throw notWorking(await watch.next(id, { kinds: ["unhealthy", "ended"], isNew, signal }));
}

async function listen(
  watch: ContainerWatch,
  id: string,
  { isNew }: Await,
  signal: AbortSignal,
): Promise<void> {
  const sign = await watch.next(id, { kinds: ["healthy", "unhealthy", "ended"], isNew, signal });
  if (sign.kind !== "healthy") throw notWorking(sign);
}

function notWorking(sign: Sign): NotWorking {
  return sign.kind === "ended"
    ? new NotWorking(`it ended with exit code ${sign.exitCode}`, sign.exitCode)
    : new NotWorking("its health check fails");
}

/** Asks now and then, for the events that get lost. */
async function poll(engine: Engine, id: string, step: Await, signal: AbortSignal): Promise<void> {
  if (step.isNew && step.hasHealthcheck) await delay(POLL_MILLISECONDS, undefined, { signal });
  for (;;) {
    const { health } = await stillRunning(engine, id, step, signal);
    if (health === "healthy") return;
    if (health === "unhealthy") throw new NotWorking("its health check fails");
    await delay(POLL_MILLISECONDS, undefined, { signal });
  }
}

async function stillRunning(
  engine: Engine,
  id: string,
  step: Await,
  signal: AbortSignal,
): Promise<ContainerFacts> {
  const facts = await observeOne(engine, id, signal);
  if (facts === undefined) throw new NotWorking("somebody removed it");
  if (facts.status === "restarting" || facts.restartCount > step.restartsBefore) {
    throw new NotWorking("it ended, and the engine started it again", facts.exitCode || undefined);
  }
  if (facts.status !== "running") {
    throw new NotWorking(`it is ${facts.status}, with exit code ${facts.exitCode}`);
  }
  return facts;
}

function cancelled(step: Await): CancelledError {
  return new CancelledError(`Canceled while waiting for container ${step.container} to work.`);
}
