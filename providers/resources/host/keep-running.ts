import type { Engine } from "../../docker/engine";
import type { Context, HostConnection } from "../lifecycle";
import { isEngineDown } from "./machine";

/**
 * Does something that may restart the engine, and then starts the containers again that ran before and that the
 * engine does not start by itself, for want of a restart policy.
 */
export async function keepRunning(
  context: Context,
  host: HostConnection,
  act: () => Promise<void>,
): Promise<void> {
  const before = await runningContainers(context, host);
  await act();
  if (before.length === 0) return;
  const { engine } = await host.openEngine(context.signal);
  const still = new Set(await running(engine, context.signal));
  const stopped = before.filter((id) => !still.has(id));
  if (stopped.length > 0) context.progress("starting the containers that ran before");
  await Promise.all(stopped.map((id) => engine.containers.start(id, context.signal)));
}

async function runningContainers(context: Context, host: HostConnection): Promise<string[]> {
  try {
    const { engine } = await host.openEngine(context.signal);
    return await running(engine, context.signal);
  } catch (error) {
    if (isEngineDown(error)) return [];
    throw error;
  }
}

async function running(engine: Engine, signal: AbortSignal): Promise<string[]> {
  const containers = await engine.containers.list({ filters: { status: ["running"] }, signal });
  return containers.map(({ Id }) => Id);
}
