import type { Engine } from "../../../providers/docker/engine";

/** Stands for the death of the process: nothing that comes after it reaches the engine. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** What the engine is asked without changing anything. */
const READS = new Set([
  "list",
  "inspect",
  "info",
  "version",
  "ping",
  "diskUsage",
  "lastLogLines",
  "stat",
  "readArchive",
  "absentPath",
  "wait",
  "events",
]);

/** What befalls a call. */
export type Blow = <T>(call: () => Promise<T>) => Promise<T>;

export interface InterruptionOptions {
  /** Which of the calls that change something it befalls, the first is 1. */
  readonly at: number;
  readonly blow: Blow;
  /** Whether nothing reaches the engine afterwards. */
  readonly isFinal: boolean;
}

/** Something that befalls a process at one of its calls to an engine. */
export class Interruption {
  readonly #options: InterruptionOptions;
  readonly #wrapped = new WeakMap<Engine, Engine>();
  /** How many calls the process has made that change something. */
  calls = 0;
  /** Whether the process came to that call. */
  happened = false;
  /** The call, e.g. `containers.create`. */
  where = "";

  constructor(options: InterruptionOptions) {
    this.#options = options;
  }

  /** Whether nothing of the process is left. */
  get isDead(): boolean {
    return this.happened && this.#options.isFinal;
  }

  /** The engine as the process sees it. */
  wrap(engine: Engine): Engine {
    const known = this.#wrapped.get(engine);
    if (known !== undefined) return known;
    const wrapped = {
      ...engine,
      containers: this.#guard(engine.containers, "containers"),
      images: this.#guard(engine.images, "images"),
      networks: this.#guard(engine.networks, "networks"),
      volumes: this.#guard(engine.volumes, "volumes"),
      system: this.#guard(engine.system, "system"),
    };
    this.#wrapped.set(engine, wrapped);
    return wrapped;
  }

  #guard<T extends object>(part: T, title: string): T {
    return new Proxy(part, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== "function") return member;
        const call = member.bind(target) as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) => this.#pass(String(key), title, () => call(...args));
      },
    });
  }

  async #pass(name: string, title: string, call: () => Promise<unknown>): Promise<unknown> {
    const { at, blow, isFinal } = this.#options;
    if (this.isDead) throw new Killed("dead");
    if (READS.has(name)) return call();
    this.calls += 1;
    if (this.calls !== at) return call();
    this.where = `${title}.${name}`;
    const answer = await blow(async () => {
      try {
        return await call();
      } finally {
        this.happened = true;
      }
    });
    if (isFinal) throw new Killed("dead");
    return answer;
  }
}
