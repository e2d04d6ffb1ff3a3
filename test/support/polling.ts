import { tryGet } from "./http";

/** One answer of a host, or none; the log is in the order in which they came. */
export interface Poll {
  readonly name: string;
  /** The body, or undefined where the host failed. */
  readonly answer: string | undefined;
}

/** A time in which a host failed, by the polls of all hosts. */
export interface FailureWindow {
  readonly name: string;
  /** Index in the log of the first failure. */
  readonly start: number;
  /** Index in the log of the first answer after it. */
  readonly end: number;
  /** What it answered before, and after. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Asks several ports of this machine over HTTP, each without a pause, until it is ended. */
export class Polling {
  readonly #log: Poll[] = [];
  #isEnding = false;

  private constructor(private readonly loops: Promise<void>[] = []) {}

  /** @param ports by the names of their hosts; all answer once before this returns */
  static async begin(ports: Readonly<Record<string, number>>): Promise<Polling> {
    const polling = new Polling();
    for (const [name, port] of Object.entries(ports)) {
      await polling.#ask(name, port);
      polling.loops.push(polling.#loop(name, port));
    }
    return polling;
  }

  /** Asks each once more and returns all that was answered. */
  async end(): Promise<readonly Poll[]> {
    this.#isEnding = true;
    await Promise.all(this.loops);
    return this.#log;
  }

  async #loop(name: string, port: number): Promise<void> {
    while (!this.#isEnding) await this.#ask(name, port);
    await this.#ask(name, port);
  }

  async #ask(name: string, port: number): Promise<void> {
    this.#log.push({ name, answer: await tryGet(port) });
  }
}

/** The windows in the order in which they began. One that has no end ends with the log. */
export function windowsOf(log: readonly Poll[]): FailureWindow[] {
  return log.flatMap(({ name, answer }, start) => {
    const before = log.slice(0, start).findLast((poll) => poll.name === name);
    if (answer !== undefined || before?.answer === undefined) return [];
    const next = log.findIndex(
      (poll, index) => index > start && poll.name === name && poll.answer !== undefined,
    );
    const end = next === -1 ? log.length : next;
    return [{ name, start, end, before: before.answer, after: log[end]?.answer }];
  });
}
