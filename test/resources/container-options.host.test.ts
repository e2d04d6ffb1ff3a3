import assert from "node:assert/strict";
import type { Value } from "../../providers/resources/bag";
import { container } from "../../providers/resources/container";
import { network } from "../../providers/resources/network";
import { webImage } from "../support/engine-images";
import { Deployed } from "./deployed";
import { type LocalHost, localHost } from "./engine-context";

interface Example {
  readonly first: Value;
  readonly second: Value;
  /** Whether the container stays when the first becomes the second. */
  readonly inPlace?: true;
  /** What else has to be given. */
  readonly beside?: Record<string, Value>;
}

const NET = "mrg-opt-back";

const examples: Record<string, Example> = {
  command: { first: ["/serve"], second: ["sh", "-c", "exec /serve"] },
  entrypoint: {
    first: ["/bin/busybox"],
    second: ["/bin/busybox", "env"],
    beside: { command: ["sh", "-c", "exec /serve"] },
  },
  env: { first: { A: "1", E: "", "S P": "$(id) \"'\n" }, second: { A: "2" } },
  ports: {
    first: [
      { container: 80, host: 18330 },
      { container: 53, protocol: "udp", public: true },
    ],
    second: [{ container: 80, host: 18331, address: "127.0.0.2" }],
  },
  volumes: {
    first: [{ volume: "mrg-opt-a", target: "/a" }],
    second: [{ volume: "mrg-opt-a", target: "/a", readOnly: true }],
  },
  binds: {
    first: [{ source: "/etc", target: "/host", readOnly: true }],
    second: [{ source: "/etc", target: "/host" }],
  },
  networks: {
    first: [{ network: NET, aliases: ["a", "b"] }],
    second: [{ network: NET, ipv4Address: "10.232.0.9" }, { network: "bridge" }],
    inPlace: true,
  },
  restart: { first: "always", second: "unless-stopped", inPlace: true },
  maxRetryCount: { first: 3, second: 5, inPlace: true, beside: { restart: "on-failure" } },
  healthcheck: {
    first: { test: ["CMD", "/ok"], intervalSeconds: 0.1, retries: 9 },
    second: { test: ["NONE"] },
  },
  labels: { first: { a: "1" }, second: { a: "2", b: "" } },
  user: { first: "0", second: "0:0" },
  workingDir: { first: "/www", second: "/tmp" },
  hostname: { first: "one", second: "two" },
  memoryMiB: { first: 64, second: 128, inPlace: true },
  memoryReservationMiB: { first: 32, second: 16, inPlace: true, beside: { memoryMiB: 64 } },
  cpus: { first: 0.1, second: 0.7, inPlace: true },
  cpuShares: { first: 512, second: 2048, inPlace: true },
  logDriver: { first: "local", second: "none" },
  logOptions: { first: { "max-size": "1m" }, second: { "max-size": "2m", "max-file": "2" } },
  stopSignal: { first: "SIGINT", second: "term" },
  stopTimeoutSeconds: { first: 1, second: 2 },
  init: { first: true, second: false },
};

describe("an option of a container on a real engine", function () {
  this.timeout(120_000);
  let host: LocalHost;
  let web: string;

  before(async () => {
    host = await localHost("mrg-opt");
    web = await host.load(await webImage());
    const net = new Deployed(host, network, "Network", "back");
    await net.up({ ipamConfigs: [{ subnet: "10.232.0.0/24" }] });
    assert.equal(net.name, NET);
  });
  after(() => host.close());

  for (const [name, { first, second, inPlace = false, beside = {} }] of Object.entries(examples)) {
    it(`must be found as it was set, changed, and gone back to its default: ${name}`, async () => {
      const app = new Deployed(host, container, "Container", `app-${name}`.toLowerCase());
      const base = { image: web, minReadySeconds: 0, stopTimeoutSeconds: 0, ...beside };
      const quiet = async (values: Record<string, Value>) => {
        await app.up(values);
        assert.equal(await app.refresh(), true);
        assert.deepEqual(await app.diff(values), []);
      };
      await quiet({ ...base, [name]: first });
      const id = app.output("containerId");
      await quiet({ ...base, [name]: second });
      assert.equal(app.output("containerId") === id, inPlace);

      const unset = without({ ...base, [name]: second }, name);
      await quiet(unset);
      const fresh = new Deployed(host, container, "Container", `new-${name}`.toLowerCase());
      await fresh.up(unset);
      assert.deepEqual(await imported(app), await imported(fresh));
      await app.destroy();
      await fresh.destroy();
    });
  }

  it("must be found as set together with all others that go with it", async () => {
    const app = new Deployed(host, container, "Container", "all");
    const all = Object.entries(examples).filter(([name]) => name !== "command" && name !== "entrypoint");
    const values = Object.fromEntries(all.map(([name, { first }]) => [name, first]));
    await app.up({ ...values, restart: "on-failure", image: web });
    assert.equal(await app.refresh(), true);
    assert.deepEqual(await app.diff({ ...values, restart: "on-failure", image: web }), []);
    await app.destroy();
  });

  /** What an import would write of it. */
  async function imported({ name, context }: Deployed): Promise<Record<string, Value>> {
    const found = await container.read(context, { id: `local/${name}`, inputs: undefined, state: undefined });
    return without(found?.inputs.values ?? {}, "name", "host");
  }
});

function without(values: Record<string, Value>, ...names: string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
