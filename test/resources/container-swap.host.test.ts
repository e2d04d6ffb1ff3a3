import assert from "node:assert/strict";
import { RollbackFailedError } from "../../providers/apply/container/errors";
import { NoAnswerError } from "../../providers/docker/errors";
import { CancelledError } from "../../providers/errors";
import { container } from "../../providers/resources/container";
import { smallTar } from "../../providers/sandbox/small-tar";
import { PartialError } from "../../providers/resources/lifecycle";
import { checkedWebImage, exitingImage, unhealthyImage, webImage } from "../support/engine-images";
import { waitFor } from "../support/setup/wait-for";
import { Deployed } from "./deployed";
import { type LocalHost, localHost } from "./engine-context";
import { failureOf, swapFailure } from "./failure";
import { Interruption, Killed } from "./interrupted/interruption";
import { PortThief } from "./port-thief";

const quick = { minReadySeconds: 0.2, stopTimeoutSeconds: 1 };
const PORT = 18323;
/** Goes on until a signal comes. */
const BUSY = "while :; do sleep 0.1; done";

describe("a container that is swapped", function () {
  this.timeout(60_000);
  let host: LocalHost;
  let web: string;
  let checkedWeb: string;
  let exiting: string;
  let unhealthy: string;
  let app: Deployed;

  before(async () => {
    host = await localHost("mrg-swap");
    web = await host.load(await webImage());
    checkedWeb = await host.load(await checkedWebImage({ version: "2" }));
    exiting = await host.load(await exitingImage());
    unhealthy = await host.load(await unhealthyImage());
  });
  beforeEach(() => (app = new Deployed(host, container, "Container", "app")));
  afterEach(() => host.clear());
  after(() => host.close());

  it("must start the new one before the old one stops where nothing clashes", async () => {
    await app.up({ image: web, env: { A: "1" }, ...quick });
    const old = app.output("containerId");
    await app.up({ image: checkedWeb, env: { A: "2" }, ...quick });
    assert.notEqual(app.output("containerId"), old);
    const order = app.context.progressed;
    assert(order.indexOf(`start ${app.name}.new`) < order.indexOf(`stop ${app.name}.old`));
    assert.deepEqual(await host.containers(), [app.name]);
  });

  it("must stop the old one first where both publish a port", async () => {
    const ports = [{ container: 80, host: PORT }];
    await app.up({ image: web, ports, ...quick });
    await app.up({ image: checkedWeb, ports, ...quick });
    assert.equal(await fetchText("/"), "2\n");
    const order = app.context.progressed;
    assert(order.indexOf(`create ${app.name}.new`) < order.indexOf(`stop ${app.name}`));
    assert(order.indexOf(`stop ${app.name}`) < order.indexOf(`start ${app.name}.new`));
    assert.deepEqual(await host.containers(), [app.name]);
  });

  for (const [order, ports] of [
    ["start-first", [{ container: 80 }]],
    ["stop-first", [{ container: 80, host: PORT }]],
  ] as const) {
    it(`must serve on with the old one when a new one exits at once (${order})`, async () => {
      await app.up({ image: web, ports, ...quick });
      const error = await swapFailure(app.up({ image: exiting, ports, ...quick }));
      assert.equal(error.diagnosis.exitCode, 3);
      assert.deepEqual(error.diagnosis.lastLogLines.slice(0, 1), ["broken on purpose"]);
      assert.equal(error.downSeconds === 0, order === "start-first");
      assert.match(
        error.message,
        order === "start-first" ? /served all the time/ : /serves again; .* \d+\.\d s/,
      );
      await assertKept();
    });

    it(`must serve on with the old one when a new one never becomes healthy (${order})`, async () => {
      await app.up({ image: web, ports, ...quick });
      const error = await swapFailure(app.up({ image: unhealthy, ports, ...quick }));
      assert.equal(error.diagnosis.healthOutput, "sick on purpose");
      assert.match(error.message, /health check fails/);
      await assertKept();
    });

    it(`must serve on with the old one when a new one takes too long (${order})`, async () => {
      await app.up({ image: web, ports, ...quick });
      const healthcheck = { test: ["CMD", "/ok"], intervalSeconds: 60 };
      const news = { image: checkedWeb, ports, healthcheck, healthTimeoutSeconds: 1, ...quick };
      const error = await swapFailure(app.up(news));
      assert.match(error.message, /not healthy after 1 s/);
      await assertKept();
    });

    it(`must remove what a failure kept when the next change succeeds (${order})`, async () => {
      await app.up({ image: web, ports, ...quick });
      await swapFailure(app.up({ image: exiting, ports, ...quick }));
      await app.up({ image: checkedWeb, ports, ...quick });
      assert.deepEqual(await host.containers(), [app.name]);
    });

    it(`must have the old one serve when a change is cancelled (${order})`, async () => {
      await app.up({ image: web, ports, ...quick });
      const old = app.output("containerId");
      const cancel = new AbortController();
      const healthcheck = { test: ["CMD", "/ok"], intervalSeconds: 60 };
      const running = app.up({ image: web, ports, healthcheck, ...quick }, { signal: cancel.signal });
      await waitFor("the health check", async () =>
        app.context.progressed.some((line) => line.includes("waiting for health")) ? true : undefined,
      );
      cancel.abort();
      const error: unknown = await running.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert(error instanceof PartialError && error.cause instanceof CancelledError, String(error));
      assert.equal((await host.engine.containers.inspect(app.name)).Id, old);
      assert.deepEqual(await host.containers(), [app.name]);
    });
  }

  for (const [order, ports] of [
    ["start-first", [{ container: 80 }]],
    ["stop-first", [{ container: 80, host: PORT }]],
  ] as const) {
    it(`must have the old one serve again when a new one ends while it is watched (${order})`, async () => {
      await app.up({ image: web, ports, ...quick });
      const old = app.output("containerId");
      const command = ["sh", "-c", "echo works; sleep 2; exit 4"];
      const error = await swapFailure(app.up({ image: web, command, ports, ...quick, monitorSeconds: 60 }));
      assert.match(error.message, /it ended with exit code 4/);
      assert.deepEqual(error.diagnosis.lastLogLines, ["works"]);
      assert.equal(error.downSeconds === 0, order === "start-first");
      assert.equal((await host.engine.containers.inspect(app.name)).Id, old);
      await assertKept();
    });
  }

  for (const [order, ports, call] of [
    ["start-first", [{ container: 80 }], 4],
    ["stop-first", [{ container: 80, host: PORT }], 5],
  ] as const) {
    it(`must watch on in the next run where the process dies while it watches (${order})`, async () => {
      await app.up({ image: web, ports, ...quick });
      const old = app.output("containerId");
      const command = ["sh", "-c", "until [ -e /tmp/end ]; do sleep 0.1; done; exit 4"];
      const news = { image: web, command, ports, ...quick, monitorSeconds: 600 };
      const dying = new Interruption({ at: call, blow: (each) => each(), isFinal: true });
      await assert.rejects(app.up(news, { engine: dying.wrap(host.engine) }), Killed);
      assert.deepEqual(await host.containers(), [app.name, `${app.name}.old`]);

      const failing = swapFailure(app.up(news));
      await waitFor(
        "the new one to be watched",
        async () =>
          app.context.progressed.some((line) => line.includes(`until ${app.name} has run`)) || undefined,
      );
      const end = await smallTar([{ name: "end", content: "" }]);
      await host.engine.containers.writeArchive(app.name, "/tmp", end);
      const error = await failing;
      assert.match(error.message, /it ended with exit code 4/);
      assert.equal(error.downSeconds === 0, order === "start-first");
      const { Id, State } = await host.engine.containers.inspect(app.name);
      assert.deepEqual([Id, State.Status], [old, "running"]);
      await assertKept();
    });
  }

  it("must have the old one serve again when a change is cancelled while the new one is watched", async () => {
    const ports = [{ container: 80, host: PORT }];
    await app.up({ image: web, ports, ...quick });
    const old = app.output("containerId");
    const cancel = new AbortController();
    const news = { image: checkedWeb, ports, ...quick, monitorSeconds: 600 };
    const failing = failureOf(app.up(news, { signal: cancel.signal }));
    await waitFor(
      "the new one to be watched",
      async () =>
        app.context.progressed.some((line) => line.includes(`until ${app.name} has run for 600 s`)) ||
        undefined,
    );
    assert.equal(await fetchText("/"), "2\n");
    cancel.abort();
    assert((await failing) instanceof CancelledError);
    assert.equal(await fetchText("/"), "1\n");
    assert.equal((await host.engine.containers.inspect(app.name)).Id, old);
    assert.deepEqual(await host.containers(), [app.name]);
  });

  for (const [order, ports] of [
    ["start-first", [{ container: 80 }]],
    ["stop-first", [{ container: 80, host: PORT }]],
  ] as const) {
    it(`must give the old one as long to end as it asks for (${order})`, async () => {
      // One that needs 2 s and has 60 ends by itself; one that needs 60 s and has 1 is killed.
      const ends = (seconds: number) => ["sh", "-c", `trap "sleep ${seconds}; exit 7" TERM; ${BUSY}`];
      const old = { image: web, ports, minReadySeconds: 0.2 };
      await app.up({ ...old, command: ends(2), stopTimeoutSeconds: 60 });
      assert.equal(await exitCodeOfOld(app.up({ ...old, command: ends(60), stopTimeoutSeconds: 1 })), 7);
      assert.equal(await exitCodeOfOld(app.up({ image: web, ports, ...quick })), 137);
    });
  }

  it("must give one that is destroyed, and a new one that is taken back, as long to end as it asks for", async () => {
    const ends = ["sh", "-c", `trap "sleep 2; exit 7" TERM; ${BUSY}`];
    const slow = { image: web, command: ends, stopTimeoutSeconds: 60, minReadySeconds: 0.2 };
    await app.up({ image: web, ...quick });
    const healthcheck = { test: ["CMD", "/ok"], intervalSeconds: 60 };
    await swapFailure(app.up({ ...slow, healthcheck, healthTimeoutSeconds: 1 }));
    assert.equal((await host.engine.containers.inspect(`${app.name}.new`)).State.ExitCode, 7);
    await app.up(slow);
    assert.equal(await exitCodeOfOld(app.destroy()), 7);
  });

  it("must leave a new one alone for which the engine does not answer, and have the old one serve again", async () => {
    const ports = [{ container: 80, host: PORT }];
    await app.up({ image: web, ports, ...quick });
    const hang = { host: "here", action: "start it", seconds: 600 };
    const blow = () => Promise.reject(new NoAnswerError(hang));
    const hanging = new Interruption({ at: 3, blow, isFinal: false });
    const error = await failureOf(
      app.up({ image: checkedWeb, ports, ...quick }, { engine: hanging.wrap(host.engine) }),
    );
    assert.equal(hanging.where, "containers.start");
    assert.match(String(error), /asked to start mrg-swap-app\.new, .* 600 s.*serves again/s);
    assert.equal(await fetchText("/"), "1\n");
    assert.deepEqual(
      app.context.progressed.filter((line) => line.startsWith("undoing")),
      [`undoing start ${app.name}`],
    );
    await app.up({ image: checkedWeb, ports, ...quick });
    assert.deepEqual(await host.containers(), [app.name]);
  });

  it("must remove a new one that failed where keepFailed says so", async () => {
    await app.up({ image: web, ...quick });
    const error = await swapFailure(app.up({ image: exiting, keepFailed: false, ...quick }));
    assert.equal(error.diagnosis.exitCode, 3);
    assert.match(error.message, /is removed, as keepFailed says/);
    assert.deepEqual(await host.containers(), [app.name]);
    assert.equal((await host.engine.containers.inspect(app.name)).State.Status, "running");
  });

  it("must report both failures, and delete nothing, where the old one cannot be started again", async () => {
    const ports = [{ container: 80, host: PORT }];
    await app.up({ image: web, ports, ...quick });
    const old = app.output("containerId");
    const thief = new PortThief(PORT);
    const error = await failureOf(
      app.up({ image: checkedWeb, ports, ...quick }, { engine: thief.after(host.engine) }),
    );
    await thief.close();
    assert(error instanceof RollbackFailedError, String(error));
    const [first = "", second = ""] = error.message.split("\nUndoing it failed as well: ");
    assert.match(first, /The change of container .* failed: Port 18323 .* is taken/);
    assert.match(second, /address already in use|already allocated/);
    assert.match(second, /Nothing was deleted\. Run it again/);
    assert.deepEqual(await host.containers(), [app.name, `${app.name}.new`]);
    assert.equal((await host.engine.containers.inspect(app.name)).Id, old);

    // The state says what is there, and the next run puts it right.
    assert.notEqual(app.output("status"), "running");
    await app.up({ image: checkedWeb, ports, ...quick });
    assert.equal(await fetchText("/"), "2\n");
    assert.deepEqual(await host.containers(), [app.name]);
  });

  /** With which code the container that is in place now ends while something is done. */
  async function exitCodeOfOld(done: Promise<unknown>): Promise<number> {
    const [ended] = await Promise.all([host.engine.containers.wait(String(app.output("containerId"))), done]);
    return ended;
  }

  async function assertKept(): Promise<void> {
    assert.deepEqual(await host.containers(), [app.name, `${app.name}.new`]);
    assert.equal((await host.engine.containers.inspect(app.name)).State.Status, "running");
    const kept = await host.engine.containers.inspect(`${app.name}.new`);
    assert.notEqual(kept.State.Status, "running");
    assert.equal(kept.HostConfig.RestartPolicy?.Name, "no");
    assert.equal(app.output("status"), "running");
  }

  function fetchText(path: string): Promise<string> {
    return waitFor("the page", async () =>
      fetch(`http://127.0.0.1:${PORT}${path}`).then(
        (answer) => answer.text(),
        () => undefined,
      ),
    );
  }
});
