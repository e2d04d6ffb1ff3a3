import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { engineTime, eventsOf } from "../support/engine-events";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { Polling, windowsOf } from "../support/polling";
import { createStack, type TestStack } from "../support/pulumi/stack";

/** Longer than it takes to begin with the next host. */
const PAUSE_SECONDS = 3;
/** What is said meanwhile. */
const PAUSES = /waiting until test-dev-fixed-\w has run for 3 s/;

/** Two apps on two hosts: one with a fixed port, whose old container has to stop first, and one without. */
const program = `
const hosts = ["a", "b"].map((name) => new moorage.Host(name, {
  connection: { address: "127.0.0.1", port: config.requireNumber(name), credential: "test", dialTimeoutSeconds: 20 },
}));
const networks = hosts.map((host, index) => new moorage.Network("front-" + index, { host, name: "front" }));
const shared = {
  hosts,
  image: { archive: config.require("archive") },
  env: { VERSION: config.require("version") },
  binds: [{ source: "/srv", target: "/flags", readOnly: true }],
};
const healthcheck = (app) =>
  ({ test: ["CMD-SHELL", "test ! -e /flags/" + app + "-$VERSION-is-sick"], intervalSeconds: 0.5, retries: 2 });
new moorage.ContainerApp("fixed", {
  ...shared,
  healthcheck: healthcheck("fixed"),
  ports: [{ host: 8080, container: 80, public: true }],
  rollout: { batch: "50%", pauseSeconds: ${PAUSE_SECONDS} },
});
new moorage.ContainerApp("free", {
  ...shared,
  healthcheck: healthcheck("free"),
  networks: [{ network: networks, aliases: ["free"] }],
});`;

describe("A rollout over two hosts", function () {
  this.timeout(300_000);
  let images: Archives;
  let a: TestHost;
  let b: TestHost;
  let stack: TestStack;

  before(async () => {
    images = await archives();
    [a, b] = await Promise.all([
      startHost({ flavour: "docker", publish: [8080] }),
      startHost({ flavour: "docker", publish: [8080] }),
    ]);
    stack = await createStack({
      program,
      config: {
        ...(await version("1")),
        a: String(a.port),
        b: String(b.port),
        "moorage:credentials": { test: { privateKeyFile: a.key.privateKeyPath } },
      },
    });
    (await stack.up()).succeeded();
  });
  after(async () => {
    await stack?.discard();
    await Promise.all([a, b].map((host) => host?.remove()));
    await images?.discard();
  });

  async function version(name: string): Promise<{ archive: string; version: string }> {
    return { archive: await images.save(name, webImage({ version: name })), version: name };
  }

  it("must change one host at a time, each after the gate of the one before and a pause, and none of start-first's at all", async () => {
    await stack.configure(await version("2"));
    const polling = await Polling.begin({ a: a.published(8080), b: b.published(8080) });
    await Promise.all([pollFree(a), pollFree(b)]);
    const began = await engineTime(a);
    const { output } = (await stack.up()).succeeded();
    const log = await polling.end();

    // By the answers: a host fails only while the other one answers, the second one after the first one's new version.
    const windows = windowsOf(log);
    assert.deepEqual(
      windows.map(({ name, before, after }) => [name, before, after]),
      [
        ["a", "1", "2"],
        ["b", "1", "2"],
      ],
      "each host must have one window without an answer, and the new version after it",
    );
    const [first, second] = windows;
    assert.ok(
      first !== undefined && second !== undefined && first.end < second.start,
      "windows must not overlap",
    );

    // By the engines: nothing of the second host's container is touched before the first one's new one is healthy.
    for (const app of ["fixed", "free"]) {
      const healthy = (await eventsOf(a, began, `test-dev-${app}-a`)).filter(
        ({ what }) => what === "health_status: healthy",
      );
      const [touched] = await eventsOf(b, began, `test-dev-${app}-b`);
      const [passed] = healthy;
      assert.ok(passed !== undefined && touched !== undefined);
      assert.ok(passed.at < touched.at, `${app}: ${touched.what} came before the gate`);
      if (app === "free") continue;
      assert.ok(touched.at - passed.at >= BigInt(PAUSE_SECONDS) * 10n ** 9n, "there must have been a pause");
      assert.match(output, PAUSES);
    }

    // What starts first is asked from within its network, and has answered every time.
    for (const host of [a, b]) {
      const answers = (await host.exec(["docker", "exec", "poller", "cat", "/answers"])).split("\n");
      assert.deepEqual([...new Set(answers)], ["1", "2"]);
      // It asks without a pause, and takes the time of all that comes after it.
      await host.exec(["docker", "rm", "--force", "poller"]);
    }
    const unchanged = (await stack.up()).succeeded();
    assert.deepEqual(unchanged.changes, []);
    assert.doesNotMatch(unchanged.output, PAUSES);
  });

  it("must stop where a host's new version is unhealthy: before it they keep the new one, it serves the old one", async () => {
    await b.exec(["touch", "/srv/fixed-3-is-sick"]);
    await stack.configure(await version("3"));
    const failed = await stack.up();
    assert.notEqual(failed.code, 0);
    assert.match(
      failed.errors.join("\n"),
      /container of test-dev-fixed-b on b [\s\S]*The old one serves again/,
    );
    assert.equal(await get(a.published(8080)), "3");
    assert.equal(await get(b.published(8080)), "2");

    // The next run goes on where this one stopped.
    await b.exec(["rm", "/srv/fixed-3-is-sick"]);
    (await stack.up()).succeeded();
    assert.equal(await get(a.published(8080)), "3");
    assert.equal(await get(b.published(8080)), "3");
  });

  /** Asks the app without a fixed port by its name, from a container on its network, without a pause. */
  async function pollFree(host: TestHost): Promise<void> {
    const app = `test-dev-free-${host === a ? "a" : "b"}`;
    const image = await host.exec(["docker", "inspect", "--format", "{{.Image}}", app]);
    const argv = [
      "docker",
      "run",
      "--detach",
      "--name",
      "poller",
      "--network",
      "front",
      image,
      "sh",
      "-c",
      POLL,
    ];
    await host.exec(argv);
  }
});

/**
 * What most clients do: try each address of the name, and look it up once more. In the moment in which an old container
 * has ended and the engine still knows its name, one of the addresses is dead.
 */
const POLL = `
ask() {
  for address in $(nslookup -type=a free | sed -n 's/^Address: //p'); do
    timeout 5 wget -q -O - "http://$address/" && return
  done
  return 1
}
while :; do
  answer=$(ask) || answer=$(ask) || answer=failed
  echo "$answer" >>/answers
done`;
