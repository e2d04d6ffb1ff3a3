import { once } from "node:events";
import { createServer } from "node:net";
import type { Engine } from "../../providers/docker/engine";

/** Another process, which takes a port of the host in the moment in which a container has given it up. */
export class PortThief {
  readonly #server = createServer();

  constructor(private readonly port: number) {}

  /** The engine, with a theft after the first container that is stopped. */
  after(engine: Engine): Engine {
    const stop: Engine["containers"]["stop"] = async (...args) => {
      await engine.containers.stop(...args);
      if (this.#server.listening) return;
      this.#server.listen(this.port, "127.0.0.1");
      await once(this.#server, "listening");
    };
    return { ...engine, containers: { ...engine.containers, stop } };
  }

  async close(): Promise<void> {
    this.#server.close();
    await once(this.#server, "close");
  }
}
