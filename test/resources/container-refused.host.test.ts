import assert from "node:assert/strict";
import { UserError } from "../../providers/errors";
import type { Value } from "../../providers/resources/bag";
import { container } from "../../providers/resources/container";
import { webImage } from "../support/engine-images";
import { Deployed } from "./deployed";
import { type LocalHost, localHost } from "./engine-context";

type Values = Record<string, Value>;

const quick = { minReadySeconds: 0.2, stopTimeoutSeconds: 1 };
const NOBODY = "mrg-refused-nobody";

/** What no check can know to be wrong: only this machine's engine or kernel can. */
const rows: readonly (readonly [property: string, values: Values])[] = [
  ["image", { image: NOBODY }],
  ["platform", { platform: "linux/s390x" }],
  ["command", { command: ["/no-such-program"] }],
  ["command", { command: ["/www"] }],
  ["entrypoint", { entrypoint: ["/no-such-program"] }],
  ["user", { user: "nobody-such" }],
  ["groupAdds", { groupAdds: ["nobodys-group"] }],
  ["workingDir", { workingDir: "relative" }],
  ["stopSignal", { stopSignal: "SIGNOPE" }],
  ["healthcheck", { healthcheck: { test: ["CMD", "/ok"], intervalSeconds: 0.0001 } }],
  ["cpus", { cpus: 4000 }],
  ["cpusetCpus", { cpusetCpus: "4000" }],
  ["cpusetMems", { cpusetMems: "4000" }],
  ["image", { image: `${"a".repeat(300)}/web` }],
  ["command", { command: [`/${"a".repeat(5000)}`] }],
  ["devices", { devices: [{ hostPath: "/dev/no-such-device" }] }],
  ["deviceRequests", { deviceRequests: [{ driver: NOBODY, count: 1 }] }],
  ["deviceReadBps", { deviceReadBps: [{ path: "/dev/no-such-device", rate: 1000 }] }],
  ["capabilities", { capabilities: { adds: ["NONSENSE"] } }],
  ["securityOpts", { securityOpts: ['seccomp={"defaultAction":1}'] }],
  ["sysctls", { sysctls: { "net.no.such": "1" } }],
  ["runtime", { runtime: "kata" }],
  ["logDriver", { logDriver: NOBODY }],
  ["logOptions", { logOptions: { nonsense: "1" } }],
  ["volumes", { volumes: [{ volume: "a volume", target: "/data" }] }],
  ["binds", { binds: [{ source: "/no/such/folder", target: "/data" }] }],
  ["volumesFrom", { volumesFrom: [NOBODY] }],
  ["tmpfs", { tmpfs: [{ target: "/data", options: ["nonsense"] }] }],
  ["storageOpts", { storageOpts: { nonsense: "1" } }],
  ["networks", { networks: [{ network: NOBODY }] }],
  ["networks", { networks: [{ network: `container:${NOBODY}` }] }],
  ["ipcMode", { ipcMode: `container:${NOBODY}` }],
  ["pidMode", { pidMode: `container:${NOBODY}` }],
];

describe("an option that this engine or kernel refuses", function () {
  this.timeout(120_000);
  let host: LocalHost;
  let web: string;

  before(async () => {
    host = await localHost("mrg-refused");
    await host.clear();
    web = await host.load(await webImage());
  });
  after(() => host.close());

  for (const [index, [property, values]] of rows.entries()) {
    it(`must be named, and leave what was there as it was: ${property} ${JSON.stringify(values[property])}`, async () => {
      const app = new Deployed(host, container, "Container", `app-${index}`);
      await app.up({ image: web, env: { A: "1" }, ...quick });
      const id = app.output("containerId");
      await assert.rejects(app.up({ image: web, env: { A: "2" }, ...quick, ...values }), (error: unknown) => {
        assert(error instanceof UserError, String(error));
        assert.equal(error.property?.split(/[.[]/)[0], property, error.message);
        return true;
      });
      const found = await host.engine.containers.inspect(app.name);
      assert.deepEqual([found.Id, found.State.Status], [id, "running"]);
      // The program without the mistake has nothing to do but to clear away.
      await app.up({ image: web, env: { A: "1" }, ...quick });
      assert.equal(app.output("containerId"), id);
      assert.deepEqual(
        (await host.containers()).filter((name) => name.startsWith(app.name)),
        [app.name],
      );
      await app.destroy();
    });
  }
});
