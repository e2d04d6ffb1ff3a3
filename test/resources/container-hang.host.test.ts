import assert from "node:assert/strict";
import { NoAnswerError } from "../../providers/docker/errors";
import { createEngine } from "../../providers/docker/engine";
import { container } from "../../providers/resources/container";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { type EngineSocket, openEngineSocket } from "../support/hosts/engine-socket";
import { waitFor } from "../support/setup/wait-for";
import { Deployed } from "./deployed";
import { type LocalHost, onEngine } from "./engine-context";
import { failureOf } from "./failure";

/** Long enough for what does not hang. */
const limits = { lookSeconds: 10, actSeconds: 20 };
const quick = { minReadySeconds: 0.2, stopTimeoutSeconds: 1 };

/** A runtime that makes no container, and never says so. */
const RUNTIME = `#!/bin/sh
case " $* " in *" create "*) exec sleep 86400 ;; esac
exec runc "$@"
`;
const INSTALL = `
cat >/usr/local/bin/hangs && chmod 755 /usr/local/bin/hangs
mkdir -p /etc/docker
echo '{"runtimes": {"hangs": {"path": "/usr/local/bin/hangs"}}}' >/etc/docker/daemon.json
kill -HUP "$(pidof dockerd)"`;

for (const suite of ["bullseye", "trixie"] as const) {
  describe(`a container whose runtime hangs, on an engine of Debian ${suite}`, function () {
    this.timeout(300_000);
    let machine: TestHost;
    let socket: EngineSocket;
    let host: LocalHost;
    let web: string;

    before(async () => {
      machine = await startHost({ suite, flavour: "docker" });
      socket = await openEngineSocket(machine);
      host = onEngine(createEngine({ socketPath: socket.path }, "there", limits), "mrg-hang");
      web = await host.load(await webImage());
      await machine.exec(["sh", "-c", INSTALL], { input: RUNTIME });
      await waitFor("the runtime", async () => {
        const { Runtimes } = await host.engine.system.info();
        return Runtimes?.["hangs"];
      });
    });
    after(async () => {
      host?.engine.close();
      await socket?.close();
      await machine?.remove();
    });

    for (const [order, more, said, status] of [
      ["start-first", {}, /served all the time/, "running"],
      ["stop-first", { updateStrategy: "stop-first" }, /serves again/, "running"],
      // The engine gives a port to a container before it asks the runtime, and takes it back after that.
      [
        "port",
        { ports: [{ container: 80, host: 8080 }] },
        /Undoing it failed .*already allocated/s,
        "exited",
      ],
    ] as const) {
      it(`must be given up, and be cleared away once it hangs no more, with the old one serving (${order})`, async () => {
        const app = new Deployed(host, container, "Container", order);
        const values = { image: web, ...quick, ...more };
        await app.up(values);
        const old = app.output("containerId");

        const error = await failureOf(app.up({ ...values, runtime: "hangs" }));
        assert(error instanceof Error && error.cause instanceof NoAnswerError, String(error));
        assert.match(error.message, /on there was asked to start mrg-hang-.*\.new, .* 20 s.* run again/s);
        assert.match(error.message, said);
        const { Id, State } = await host.engine.containers.inspect(app.name);
        assert.deepEqual([Id, State.Status], [old, status]);

        // Nothing hangs because of it in the next run either.
        await assert.rejects(app.up(values), {
          name: "NoAnswerError",
          message: /asked to inspect container/,
        });

        await machine.exec(["pkill", "-x", "sleep"]);
        await app.up(values);
        assert.deepEqual([app.output("containerId"), app.output("status")], [old, "running"]);
        assert.deepEqual(
          (await host.containers()).filter((name) => name.startsWith(app.name)),
          [app.name],
        );
      });
    }
  });
}
