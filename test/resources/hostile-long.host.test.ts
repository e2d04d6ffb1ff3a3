import { createEngine } from "../../providers/docker/engine";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { SUITES } from "../support/hosts/base-image";
import { type EngineSocket, openEngineSocket } from "../support/hosts/engine-socket";
import { type LocalHost, onEngine } from "./engine-context";
import { nouns, tryNouns } from "./hostile/try-all";
import { hostileStrings } from "./hostile/strings";

/** What takes longer than that hangs. */
const limits = { lookSeconds: 30, actSeconds: 60 };

for (const suite of SUITES) {
  describe(`a text of 64 KiB on an engine of Debian ${suite}`, function () {
    this.timeout(600_000);
    let machine: TestHost;
    let socket: EngineSocket;
    let host: LocalHost;
    let trials: ReadonlyMap<string, Promise<void>>;

    // Never on the engine of this machine: one that hangs is not to be had back.
    before(async () => {
      machine = await startHost({ suite, flavour: "docker" });
      socket = await openEngineSocket(machine);
      host = onEngine(createEngine({ socketPath: socket.path }, "there", limits), "mrg-long");
      const image = await host.load(await webImage());
      await machine.exec(["docker", "network", "create", "back"]);
      trials = tryNouns({ host, image, text: hostileStrings["64 KiB"] ?? "" });
    });
    after(async () => {
      await Promise.allSettled(trials?.values() ?? []);
      host?.engine.close();
      await socket?.close();
      await machine?.remove();
    });

    for (const noun of Object.keys(nouns)) {
      it(`must arrive as it is, or be refused by name: at each place of a ${noun}`, () => trials.get(noun));
    }
  });
}
