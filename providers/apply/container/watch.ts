import type { Engine } from "../../docker/engine";
import { connectionToError, EngineDownError } from "../../docker/errors";
import type { EngineEvent } from "../../docker/system";
import { abortable } from "../../ssh/abortable";

/** Something that the engine tells of a container. */
export type Sign =
  { readonly kind: "healthy" | "unhealthy" } | { readonly kind: "ended"; readonly exitCode: number };

export interface NextOptions {
  readonly kinds: readonly Sign["kind"][];
  /** Whether the last sign that it gave before counts as well: one that is not new may have had another life. */
  readonly isNew: boolean;
  readonly signal: AbortSignal;
}

/** What happens to the containers of an engine, heard from the moment that the watch was opened. */
export interface ContainerWatch {
  /**
   * The next sign of a container of the kinds that are asked for. Rejects with EngineDownError when the engine stops
   * telling, and with the signal's reason.
   */
  next(id: string, options: NextOptions): Promise<Sign>;
  close(): void;
}

const watches = new WeakMap<Engine, SharedWatch>();

/**
 * Opens a watch; all that are open at a time share one stream, since a stream for each of many containers would take
 * every channel that there is.
 */
export async function watchContainers(engine: Engine, signal: AbortSignal): Promise<ContainerWatch> {
  const known = watches.get(engine);
  const shared = known?.isOpen === true ? known : new SharedWatch(engine);
  watches.set(engine, shared);
  const leave = shared.enter();
  try {
    await abortable(shared.opened, signal, `listening to the engine on ${engine.name}`);
    return { next: (id, options) => shared.next(id, options), close: leave };
  } catch (error) {
    leave();
    throw error;
  }
}

interface Listener {
  readonly id: string;
  hear(sign: Sign): void;
  fail(error: Error): void;
}

class SharedWatch {
  readonly opened: Promise<void>;
  readonly #engine: Engine;
  readonly #lastSigns = new Map<string, Sign>();
  readonly #listeners = new Set<Listener>();
  readonly #over = new AbortController();
  #users = 0;
  #failure: Error | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.opened = this.#open();
  }

  get isOpen(): boolean {
    return this.#failure === undefined && !this.#over.signal.aborted;
  }

  /** Keeps the stream open until the function that it answers is called. */
  enter(): () => void {
    this.#users += 1;
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.#users -= 1;
      if (this.#users === 0) this.#over.abort();
    };
  }

  next(id: string, { kinds, isNew, signal }: NextOptions): Promise<Sign> {
    return new Promise((resolve, reject) => {
      const last = isNew ? this.#lastSigns.get(id) : undefined;
      if (last !== undefined && kinds.includes(last.kind)) return resolve(last);
      if (this.#failure !== undefined) return reject(this.#failure);
      if (signal.aborted) return reject(signal.reason as Error);
      const settle = (act: () => void): void => {
        this.#listeners.delete(listener);
        signal.removeEventListener("abort", onAbort);
        act();
      };
      const onAbort = (): void => settle(() => reject(signal.reason as Error));
      const listener: Listener = {
        id,
        hear: (sign) => kinds.includes(sign.kind) && settle(() => resolve(sign)),
        fail: (error) => settle(() => reject(error)),
      };
      this.#listeners.add(listener);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }

  async #open(): Promise<void> {
    try {
      const filters = { type: ["container"], event: ["health_status", "die"] };
      const events = await this.#engine.system.events({ filters, signal: this.#over.signal });
      void this.#listen(events);
    } catch (error) {
      this.#failure = connectionToError(error, this.#engine.name);
      throw error;
    }
  }

  async #listen(events: AsyncIterable<EngineEvent>): Promise<void> {
    try {
      for await (const event of events) this.#tell(event);
      throw new EngineDownError(`The Docker engine on ${this.#engine.name} stopped telling what happens.`);
    } catch (error) {
      this.#failure = connectionToError(error, this.#engine.name);
      for (const listener of this.#listeners) listener.fail(this.#failure);
    }
  }

  #tell(event: EngineEvent): void {
    const sign = signOf(event);
    if (sign === undefined) return;
    const { ID } = event.Actor;
    this.#lastSigns.set(ID, sign);
    for (const listener of this.#listeners) if (listener.id === ID) listener.hear(sign);
  }
}

function signOf({ Action, Actor }: EngineEvent): Sign | undefined {
  switch (Action) {
    case "health_status: healthy":
      return { kind: "healthy" };
    case "health_status: unhealthy":
      return { kind: "unhealthy" };
    case "die":
      return { kind: "ended", exitCode: Number(Actor.Attributes?.["exitCode"]) };
    default:
      return undefined;
  }
}
