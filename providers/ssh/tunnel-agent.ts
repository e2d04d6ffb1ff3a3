import { Agent, type ClientRequest } from "node:http";
import type { Duplex } from "node:stream";

const FREE_SECONDS = 10;

/**
 * Sends HTTP over streams that are not sockets. It returns them before they are open, as only then Node counts
 * them against the cap and gives waiting requests a stream that has become free.
 */
export class TunnelAgent extends Agent {
  readonly #open: () => Duplex;
  readonly #spares: Duplex[] = [];
  readonly #timers = new WeakMap<Duplex, NodeJS.Timeout>();

  constructor(maxSockets: number, open: () => Duplex) {
    super({ keepAlive: true, maxSockets });
    this.#open = open;
  }

  /** Takes a stream for one of the next requests; what is not needed is closed soon. */
  keep(stream: Duplex): void {
    this.#watch(stream);
    // Nothing comes before a request but an end, which is seen only by who reads.
    stream.resume();
    this.#spares.push(stream);
    const timer = setTimeout(() => stream.destroy(), FREE_SECONDS * 1000);
    timer.unref();
    this.#timers.set(stream, timer);
  }

  override createConnection(): Duplex {
    for (let spare = this.#spares.shift(); spare !== undefined; spare = this.#spares.shift()) {
      clearTimeout(this.#timers.get(spare));
      if (!spare.destroyed) return spare;
    }
    const stream = this.#open();
    this.#watch(stream);
    return stream;
  }

  #watch(stream: Duplex): void {
    // Node takes its own listener off while an answer ends. A request that is cancelled in that moment still destroys
    // the stream with an error, which then concerns nobody; else it would end the process.
    stream.on("error", () => undefined);
  }

  /** Called by Node when a request is over; the stream is closed soon if no other follows, to free its place. */
  override keepSocketAlive(stream: Duplex): boolean {
    const timer = setTimeout(() => stream.destroy(), FREE_SECONDS * 1000);
    timer.unref();
    this.#timers.set(stream, timer);
    return true;
  }

  override reuseSocket(stream: Duplex, request: ClientRequest): void {
    clearTimeout(this.#timers.get(stream));
    // Node takes its listener off the idle stream here, and then keeps the process alive for it, as only sockets can.
    super.reuseSocket(Object.assign(stream, { ref: () => stream }), request);
  }
}
