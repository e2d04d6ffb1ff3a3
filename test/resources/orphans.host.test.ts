import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { Orphan, OrphansResult } from "../../sdk";
import { nextName, ownershipLabels } from "../../providers/reconcile/ownership";
import type { Lifecycle } from "../../providers/resources/lifecycle";
import { lifecycles } from "../../providers/resources";
import { functions } from "../../providers/resources/functions";
import type { Remote } from "../../providers/ssh/remote";
import { webImage } from "../support/engine-images";
import { run } from "../support/setup/command";
import { Deployed } from "./deployed";
import { bag, type LocalHost, localHost } from "./engine-context";
import { CANARY, hostileMixture } from "./hostile/strings";

const { Container, Network, Volume } = lifecycles;
const quick = { minReadySeconds: 0, stopTimeoutSeconds: 1 };
const LOST = "mrg-orphan-lost";
const BUILD_URN = `urn:pulumi:${LOST}::shop::moorage:index:Image::site`;

describe("orphans on a real engine", function () {
  this.timeout(60_000);
  let host: LocalHost;
  let web: string;
  let built: string;

  before(async () => {
    host = await localHost("mrg-orphan");
    await host.clear();
    web = await host.load(await webImage());
    const Labels = { "io.moorage.build.urn": BUILD_URN };
    built = await host.load(await webImage({ name: "site:1", defaults: { Labels } }));
    const app = lost("app", Container, "Container");
    await lost("back", Network, "Network").up({});
    await lost("data", Volume, "Volume").up({});
    const networks = [{ network: "mrg-orphan-back" }];
    await app.up({ image: web, networks, ...quick });
    await leaveNextOf(app);
  });
  after(() => host.close());

  it("must be listed by stack, what uses others first, each with what removes and what adopts it", async () => {
    const adopt = (noun: string, resource: string, name: string) =>
      `pulumi import moorage:index:${noun} ${resource} local/${name}`;
    const urn = (noun: string, resource: string) =>
      `urn:pulumi:${LOST}::shop::moorage:index:${noun}::${resource}`;
    assert.deepEqual(await objects(), [
      {
        kind: "container",
        name: "mrg-orphan-app",
        urn: urn("Container", "app"),
        removeCommand: "docker rm --force mrg-orphan-app",
        adoptCommand: adopt("Container", "app", "mrg-orphan-app"),
      },
      {
        kind: "container",
        name: "mrg-orphan-app.new",
        urn: urn("Container", "app"),
        removeCommand: "docker rm --force mrg-orphan-app.new",
      },
      {
        kind: "network",
        name: "mrg-orphan-back",
        urn: urn("Network", "back"),
        removeCommand: "docker network rm mrg-orphan-back",
        adoptCommand: adopt("Network", "back", "mrg-orphan-back"),
      },
      {
        kind: "volume",
        name: "mrg-orphan-data",
        urn: urn("Volume", "data"),
        removeCommand: "docker volume rm mrg-orphan-data",
        adoptCommand: adopt("Volume", "data", "mrg-orphan-data"),
      },
      {
        kind: "image",
        name: built,
        urn: BUILD_URN,
        removeCommand: `docker image rm ${built}`,
        adoptCommand: adopt("Image", "site", built),
      },
    ]);
  });

  it("must not hold what a known stack has", async () => {
    assert.deepEqual(await objects([`shop/${LOST}`]), []);
  });

  it("must have the machine's identity where it is kept on the machine", async () => {
    assert.equal((await ask(host)).marker, undefined);
    const behind = { hostId: "h1", address: "192.0.2.10", user: "deploy" };
    const { marker } = await ask({ ...host, link: behind }, [], {} as Remote);
    assert.deepEqual(marker, {
      path: "/var/lib/moorage/host-id",
      removeCommand: "sudo rm /var/lib/moorage/host-id",
      adoptCommand: "pulumi import moorage:index:Host host deploy@192.0.2.10:22",
    });
  });

  it("must become a stack's by what adopts them, with an empty preview, and rid of what a killed run left", async () => {
    for (const { name, adoptCommand = "" } of await objects()) {
      const [, type = "", resource = "", id = ""] = / (\S+) (\S+) (\S+)$/.exec(adoptCommand) ?? [];
      const noun = type.split(":").at(-1) as "Container";
      if (adoptCommand === "" || noun === ("Image" as string)) continue;
      const adopted = new Deployed(host, lifecycles[noun], noun, resource);
      const found = await adopted.lifecycle.read(adopted.context, {
        id,
        inputs: undefined,
        state: undefined,
      });
      assert(found !== undefined, name);
      Object.assign(adopted, found);
      const values = { ...found.inputs.values };
      assert.deepEqual(await adopted.diff(values), [], name);
      if (noun === "Container") await assert.rejects(adopted.refresh(), /left mrg-orphan-app\.new/);
      await adopted.up(values);
      const steps = noun === "Container" ? ["remove mrg-orphan-app.new"] : [];
      assert.deepEqual(adopted.context.progressed, steps, name);
      assert.equal(await adopted.refresh(), true, name);
    }
  });

  it("must be removed and adopted by commands that a shell reads as they are meant, whatever they are called", async () => {
    // Docker finds nothing by a name with a slash or a line break.
    const name = `-mrg-orphan ${hostileMixture.replaceAll(/[/\r\n]/g, "")}`;
    const resource = `--yes${hostileMixture}`;
    const owner = {
      urn: `urn:pulumi:${LOST}::shop::moorage:index:Network::${resource}`,
      stack: `shop/${LOST}`,
      name,
    };
    const id = await host.engine.networks.create({
      Name: name,
      Driver: "bridge",
      Internal: false,
      EnableIPv6: false,
      IPAM: { Driver: "default", Config: [] },
      Options: {},
      Labels: ownershipLabels(owner, "hash", "create"),
    });
    try {
      const found = (await objects()).find((each) => each.name === name);
      assert(found?.adoptCommand !== undefined);
      assert.equal(found.urn, owner.urn);
      const words = await run(["sh", "-c", `pulumi() { printf '%s\\0' "$@"; }; ${found.adoptCommand}`]);
      const expected = ["import", "--", "moorage:index:Network", resource, `local/${name}`, ""];
      assert.deepEqual(words.split("\0"), expected);
      await run(["sh", "-c", found.removeCommand]);
      assert.equal(
        (await objects()).find((each) => each.name === name),
        undefined,
      );
      assert(!existsSync(CANARY), "a shell has seen it");
    } finally {
      await host.engine.networks.remove(id).catch(() => undefined);
    }
  });

  it("must be gone after what removes them was typed, one after the other", async () => {
    for (const { removeCommand } of await objects()) await run(["sh", "-c", removeCommand]);
    assert.deepEqual(await objects(), []);
    // The host itself would remove it in the end.
    await host.engine.images.tag(web, built.replace(/:test$/, ""), "test");
  });

  function lost(resource: string, lifecycle: Lifecycle, noun: string): Deployed {
    const context: LocalHost["context"] = (type, name, options) =>
      host.context(type, name, { ...options, stack: LOST });
    return new Deployed({ ...host, context }, lifecycle, noun, resource);
  }

  /** As a killed swap leaves it. */
  async function leaveNextOf(app: Deployed): Promise<void> {
    const owner = { urn: app.context.urn.text, stack: `shop/${LOST}`, name: app.name };
    const request = {
      Image: web,
      Labels: ownershipLabels(owner, "hash", "replace 0123456789ab"),
      HostConfig: {},
      NetworkingConfig: { EndpointsConfig: {} },
    };
    await host.engine.containers.create(nextName(app.name), request);
  }

  async function ask(on: LocalHost, knownStacks: string[] = [], remote?: Remote): Promise<OrphansResult> {
    const { config, signal } = on.context("Host", "host");
    const session = { name: "here", hostId: "local-test", engine: host.engine, remote };
    const hosts = { ...on.context("Host", "host").hosts, open: () => Promise.resolve(session) };
    const answer = await functions["orphans"]?.(
      { config, hosts, signal },
      bag({ host: on.link, knownStacks }),
    );
    return answer?.values as unknown as OrphansResult;
  }

  /** Of the lost stack; others may have something on this engine too. */
  async function objects(knownStacks: string[] = []): Promise<Orphan[]> {
    const { stacks } = await ask(host, knownStacks);
    return stacks.find(({ stack }) => stack === `shop/${LOST}`)?.objects ?? [];
  }
});
