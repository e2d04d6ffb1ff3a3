import assert from "node:assert/strict";
import type { Value } from "../../providers/resources/bag";
import { container } from "../../providers/resources/container";
import { exitingImage, webImage } from "../support/engine-images";
import { Deployed } from "./deployed";
import { type LocalHost, localHost } from "./engine-context";
import { killedAfter } from "./faulty-engine";

describe("a container whose change is killed", function () {
  this.timeout(180_000);
  let host: LocalHost;
  let web: string;
  let broken: string;

  before(async () => {
    host = await localHost("mrg-killed");
    web = await host.load(await webImage());
    broken = await host.load(await exitingImage());
  });
  afterEach(() => host.clear());
  after(() => host.close());

  const ways: Record<string, Record<string, Value>> = {
    "start-first": { ports: [{ container: 80 }] },
    "stop-first": { ports: [{ container: 80, host: 18321 }] },
  };
  const quick = { minReadySeconds: 0.2, stopTimeoutSeconds: 1 };

  it("must be finished by the next run wherever its creation was killed", async () => {
    await atEveryPoint(async (app, changes) => {
      const faulty = killedAfter(host.engine, changes);
      const values = { image: web, env: { A: "1" }, ...quick };
      await app.up(values, { engine: faulty.engine }).catch(expectDeath(faulty));
      await app.up(values);
      assert.deepEqual(await present(app), { [app.name]: "running" });
      return faulty.isDead();
    });
  });

  for (const [order, ports] of Object.entries(ways)) {
    it(`must be finished by the next run wherever a ${order} swap was killed`, async () => {
      await atEveryPoint(async (app, changes) => {
        await app.up({ image: web, env: { A: "1" }, ...quick, ...ports });
        const faulty = killedAfter(host.engine, changes);
        const news = { image: web, env: { A: "2" }, ...quick, ...ports };
        await app.up(news, { engine: faulty.engine }).catch(expectDeath(faulty));
        await app.up(news);
        assert.deepEqual(await present(app), { [app.name]: "running" });
        assert((await env(app)).includes("A=2"));
        return faulty.isDead();
      });
    });

    it(`must keep the old one wherever a ${order} swap to a broken one was killed`, async () => {
      await atEveryPoint(async (app, changes) => {
        const olds = { image: web, ...quick, ...ports };
        await app.up(olds);
        const id = app.output("containerId");
        const faulty = killedAfter(host.engine, changes);
        const news = { image: broken, ...quick, ...ports };
        await assert.rejects(app.up(news, { engine: faulty.engine }));
        await app.up(olds);
        assert.deepEqual(await present(app), { [app.name]: "running" });
        assert.equal(app.output("containerId"), id);
        return faulty.isDead();
      });
    });

    it(`must be destroyed without a rest wherever a ${order} swap was killed`, async () => {
      await atEveryPoint(async (app, changes) => {
        await app.up({ image: web, env: { A: "1" }, ...quick, ...ports });
        const faulty = killedAfter(host.engine, changes);
        const news = { image: web, env: { A: "2" }, ...quick, ...ports };
        await app.up(news, { engine: faulty.engine }).catch(expectDeath(faulty));
        await app.destroy();
        assert.deepEqual(await present(app), {});
        return faulty.isDead();
      });
    });
  }

  /** Runs a scenario that dies after 1, 2, 3 … changes, until it is done before it dies. */
  async function atEveryPoint(scenario: (app: Deployed, changes: number) => Promise<boolean>): Promise<void> {
    for (let changes = 1; ; changes += 1) {
      const died = await scenario(new Deployed(host, container, "Container", "app"), changes);
      await host.clear();
      if (!died) {
        assert(changes > 2, "it must have died somewhere");
        return;
      }
    }
  }

  function expectDeath(faulty: { isDead(): boolean }): (error: unknown) => void {
    return (error) => {
      if (!faulty.isDead()) throw error;
    };
  }

  async function present(app: Deployed): Promise<Record<string, string>> {
    const all = await host.engine.containers.list();
    const found = all.map(({ Names, State }) => [(Names[0] ?? "").slice(1), State] as const);
    return Object.fromEntries(found.filter(([name]) => name.startsWith(app.name)));
  }

  async function env(app: Deployed): Promise<readonly string[]> {
    return (await host.engine.containers.inspect(app.name)).Config.Env ?? [];
  }
});
