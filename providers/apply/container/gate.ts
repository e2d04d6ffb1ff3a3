import { setTimeout as delay } from "node:timers/promises";
import type { Engine } from "../../docker/engine";
import { CancelledError } from "../../errors";
import type { ContainerFacts } from "../../reconcile/container/observe";
import type { Step } from "../../reconcile/container/step";
import { observeOne } from "./observe";
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
  readonly signal: AbortSignal;
  progress(message: string): void;
}

type Await = Extract<Step, { kind: "await" }>;

const POLL_MILLISECONDS = 5000;
const TICK_MILLISECONDS = 1000;

/**
 * Waits until a container works: until it is healthy where it has a health check, else until it has run for
 * `minReadySeconds`. Answers what it saw last, where it had to look. Throws NotWorking as soon as it is known not to work, CancelledError when cancelled.
 */
export async function awaitWorking(
  engine: Engine,
  id: string,
  step: Await,
  options: GateOptions,
): Promise<ContainerFacts | undefined> {
  const watch = await watchContainers(engine, options.signal);
  try {
    if (!step.hasHealthcheck) {
      const facts = await awaitRunning(watch, engine, id, step, options);
      if (facts.health === undefined || facts.health === "healthy") return facts;
    }
    await awaitHealthy(watch, engine, id, step, options);
    return undefined;
  } finally {
    watch.close();
  }
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
  try {
    const sign = await Promise.race([ended, time]);
    if (sign !== undefined) throw notWorking(sign);
  } catch (error) {
    throw signal.aborted ? cancelled(step) : error;
  } finally {
    over.abort();
    await Promise.allSettled([ended, time]);
  }
  return stillRunning(engine, id, step, signal);
}

async function awaitHealthy(
  watch: ContainerWatch,
  engine: Engine,
  id: string,
  step: Await,
  options: GateOptions,
): Promise<void> {
  const { signal, progress } = options;
  const begun = performance.now();
  const seconds = () => Math.round((performance.now() - begun) / 1000);
  const tell = () => progress(`waiting for health of ${step.container}: starting (${seconds()} s)`);
  tell();
  const ticking = setInterval(tell, TICK_MILLISECONDS);
  const over = new AbortController();
  const deadline = AbortSignal.timeout(step.healthTimeoutSeconds * 1000);
  const waiting = AbortSignal.any([signal, deadline, over.signal]);
  const watchers = [listen(watch, id, step, waiting), poll(engine, id, step, waiting)];
  try {
    // The first to know decides. Both end at the deadline and when cancelled.
    await Promise.race(watchers);
  } catch (error) {
    if (signal.aborted) throw cancelled(step);
    if (!deadline.aborted) throw error;
    throw new NotWorking(`it was not healthy after ${step.healthTimeoutSeconds} s`);
  } finally {
    clearInterval(ticking);
    over.abort();
    await Promise.allSettled(watchers);
  }
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
  return new CancelledError(`Cancelled while waiting for container ${step.container} to work.`);
}
