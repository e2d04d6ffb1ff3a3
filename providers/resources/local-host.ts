import { createEngine, type Engine } from "../docker/engine";
import type { HostSession } from "./lifecycle";
import { DEFAULT_SOCKET } from "./local-socket";

/** The engines of the machine that runs the program, by socket. The environment has no say in which. */
export class LocalEngines {
  readonly #engines = new Map<string, Engine>();

  async open(socketPath: string | undefined, signal: AbortSignal): Promise<HostSession> {
    const path = socketPath ?? DEFAULT_SOCKET;
    const engine = this.#engines.get(path) ?? createEngine({ socketPath: path }, `this machine (${path})`);
    this.#engines.set(path, engine);
    const { ID } = await engine.system.info(signal);
    return { name: engine.name, hostId: `local-${ID}`, engine, remote: undefined };
  }

  close(): void {
    for (const engine of this.#engines.values()) engine.close();
  }
}
