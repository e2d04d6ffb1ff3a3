import assert from "node:assert/strict";
import type { Engine } from "../../providers/docker/engine";
import { container } from "../../providers/resources/container";
import { webImage } from "../support/engine-images";
import { Deployed } from "./deployed";
import { type LocalHost, localHost } from "./engine-context";
import { swapFailure } from "./failure";

const quick = { minReadySeconds: 0.2, stopTimeoutSeconds: 1 };

describe("what is said of a new container that failed", function () {
  this.timeout(60_000);
  let host: LocalHost;
  let web: string;
  let app: Deployed;

  before(async () => {
    host = await localHost("mrg-diagnosis");
    web = await host.load(await webImage());
  });
  beforeEach(() => (app = new Deployed(host, container, "Container", "app")));
  afterEach(() => host.clear());
  after(() => host.close());

  it("must say that a new one was killed for its memory", async () => {
    await app.up({ image: web, ...quick });
    const command = ["sh", "-c", "echo eating; tail /dev/zero"];
    const error = await swapFailure(
      app.up({ image: web, command, memoryMiB: 16, memorySwapMiB: 16, minReadySeconds: 30 }),
    );
    assert.equal(error.diagnosis.outOfMemory, true);
    assert.match(error.message, /memory limit was reached/);
    assert.deepEqual(error.diagnosis.lastLogLines.slice(0, 1), ["eating"]);
  });

  it("must say that a new one was killed for its memory where the engine has not marked it yet", async () => {
    const { containers } = host.engine;
    const unmarked: Engine["containers"] = {
      ...containers,
      async inspect(id, signal) {
        const json = await containers.inspect(id, signal);
        return { ...json, State: { ...json.State, OOMKilled: false } };
      },
    };
    const engine = { ...host.engine, containers: unmarked };
    const failureWith = async (script: string) =>
      swapFailure(
        app.up(
          {
            image: web,
            command: ["sh", "-c", script],
            memoryMiB: 16,
            memorySwapMiB: 16,
            minReadySeconds: 30,
          },
          { engine },
        ),
      );
    await app.up({ image: web, ...quick });
    assert.equal((await failureWith("tail /dev/zero")).diagnosis.outOfMemory, true);
    const killed = await failureWith("exit 137");
    assert.deepEqual([killed.diagnosis.exitCode, killed.diagnosis.outOfMemory], [137, false]);
  });

  it("must never show a secret that the new one writes", async () => {
    const env = { TOKEN: "s3cr3t-value" };
    const command = ["sh", "-c", "echo token is $TOKEN; exit 3"];
    await app.up({ image: web, ...quick });
    const secrets = [["env", "TOKEN"]];
    const error = await swapFailure(app.up({ image: web, env, command, ...quick }, { secrets }));
    assert.deepEqual(error.diagnosis.lastLogLines, ["token is [secret]"]);
    assert(!error.message.includes("s3cr3t"));
    const labels = (await host.engine.containers.inspect(`${app.name}.new`)).Config.Labels;
    assert(!JSON.stringify(labels).includes("s3cr3t"));
  });
});
