import assert from "node:assert/strict";
import { on, EventEmitter, once } from "node:events";
import {
  type ContainerWatch,
  type NextOptions,
  watchContainers,
} from "../../../providers/apply/container/watch";
import { EngineDownError } from "../../../providers/docker/errors";
import type { Engine } from "../../../providers/docker/engine";
import type { EngineEvent } from "../../../providers/docker/system";

const never = new AbortController().signal;
const asked: NextOptions = { kinds: ["healthy", "unhealthy", "ended"], isNew: true, signal: never };

/** An engine that tells what a test says. */
class TellingEngine {
  opened = 0;
  readonly #lines = new EventEmitter();
  readonly #closed = new EventEmitter();
  readonly engine = {
    name: "web-1",
    system: {
      events: ({ signal }: { signal: AbortSignal }) => {
        this.opened += 1;
        return Promise.resolve(this.#tell(signal));
      },
    },
  } as unknown as Engine;

  tell(id: string, action: string, attributes: Record<string, string> = {}): void {
    const event: EngineEvent = {
      Type: "container",
      Action: action,
      Actor: { ID: id, Attributes: attributes },
    };
    this.#lines.emit("line", event);
  }

  stop(): void {
    this.#lines.emit("end");
  }

  async closed(): Promise<void> {
    await once(this.#closed, "closed");
  }

  async *#tell(signal: AbortSignal): AsyncGenerator<EngineEvent> {
    try {
      const lines = on(this.#lines, "line", { signal, close: ["end"] });
      for await (const [event] of lines) yield event as EngineEvent;
    } finally {
      this.#closed.emit("closed");
    }
  }
}

describe("a watch over containers", () => {
  let told: TellingEngine;
  let watch: ContainerWatch;
  beforeEach(async () => {
    told = new TellingEngine();
    watch = await watchContainers(told.engine, never);
  });

  it("must tell each who waits of its own container, all over one stream", async () => {
    const other = await watchContainers(told.engine, never);
    const signs = Promise.all([watch.next("a", asked), other.next("b", asked)]);
    told.tell("b", "health_status: healthy");
    told.tell("a", "die", { exitCode: "3" });
    assert.deepEqual(await signs, [{ kind: "ended", exitCode: 3 }, { kind: "healthy" }]);
    assert.equal(told.opened, 1);
  });

  it("must know what a new container did before it was asked, and only the last of it", async () => {
    told.tell("a", "health_status: healthy");
    told.tell("a", "health_status: unhealthy");
    told.tell("b", "start");
    await heard();
    assert.deepEqual(await watch.next("a", asked), { kind: "unhealthy" });
  });

  it("must forget the former life of a container that is not new", async () => {
    told.tell("a", "die", { exitCode: "3" });
    await heard();
    const sign = watch.next("a", { ...asked, isNew: false });
    told.tell("a", "health_status: healthy");
    assert.deepEqual(await sign, { kind: "healthy" });
  });

  it("must pass over signs that were not asked for", async () => {
    const sign = watch.next("a", { ...asked, kinds: ["ended"] });
    told.tell("a", "health_status: healthy");
    told.tell("a", "die", { exitCode: "0" });
    assert.deepEqual(await sign, { kind: "ended", exitCode: 0 });
  });

  it("must stop waiting when it is aborted", async () => {
    const over = new AbortController();
    const sign = watch.next("a", { ...asked, signal: over.signal });
    over.abort(new Error("enough"));
    await assert.rejects(sign, /enough/);
  });

  it("must fail all who wait, now and later, when the engine stops telling, and open another stream for the next", async () => {
    const sign = watch.next("a", asked);
    told.stop();
    await assert.rejects(sign, EngineDownError);
    await assert.rejects(watch.next("a", asked), EngineDownError);
    await watchContainers(told.engine, never);
    assert.equal(told.opened, 2);
  });

  it("must keep the stream until its last user has gone", async () => {
    const other = await watchContainers(told.engine, never);
    watch.close();
    watch.close();
    const sign = other.next("a", asked);
    told.tell("a", "health_status: healthy");
    assert.deepEqual(await sign, { kind: "healthy" });
    const closed = told.closed();
    other.close();
    await closed;
  });

  /** Lets the watch hear what was told. */
  async function heard(): Promise<void> {
    const sign = watch.next("last", asked);
    told.tell("last", "health_status: healthy");
    await sign;
  }
});
