import assert from "node:assert/strict";
import { assertPlan, NEW, OLD, old, plan } from "./plans";

describe("the plan of a container", () => {
  it("must make what is not there", () => {
    assertPlan(
      plan({ networks: [{ network: "back", aliases: ["api"] }, { network: "front" }] }, {}),
      `create app: it is not there
       connect app to front: it is not there
       start app: it shall run
       wait for app to work: it shall work`,
    );
  });

  it("must do nothing where all is as it shall be", () => {
    assertPlan(plan(OLD, { current: old() }), "");
  });

  it("must start a new one beside the old one where nothing clashes", () => {
    assertPlan(
      plan(NEW, { current: old() }),
      `create app.new: env changed
       start app.new: it shall run
       wait for app.new to work: it shall work
       rename app to app.old: app.new works
       rename app.new to app: it takes over
       stop app.old: it was replaced
       remove app.old: it was replaced`,
    );
  });

  it("must hand the aliases over only after the new one works", () => {
    const networks = [{ network: "back", aliases: ["api"] }];
    assertPlan(
      plan({ ...NEW, networks }, { current: old({ ...OLD, networks }) }, { formerly: { ...OLD, networks } }),
      `create app.new: env changed
       start app.new: it shall run
       wait for app.new to work: it shall work
       disconnect app.new from back: it works, and gets the aliases
       connect app.new to back as api: it works, and gets the aliases
       rename app to app.old: app.new works
       rename app.new to app: it takes over
       stop app.old: it was replaced
       remove app.old: it was replaced`,
    );
  });

  it("must stop the old one first where both publish a port, with the new one made before", () => {
    const ports = [{ container: 80, host: 8080 }];
    assertPlan(
      plan({ ...NEW, ports }, { current: old({ ...OLD, ports }) }, { formerly: { ...OLD, ports } }),
      `create app.new: env changed
       look into app.new: the old one stops only for one that can start
       stop app: both publish host port 8080
       start app.new: it shall run
       wait for app.new to work: it shall work
       rename app to app.old: app.new works
       rename app.new to app: it takes over
       remove app.old: it was replaced`,
    );
  });

  it("must ask the new one what its probe says before it takes over", () => {
    const probes = [
      [{ kind: "tcp", port: 5432 }, "on port 5432"],
      [{ kind: "http", port: 80, scheme: "http", path: "/ok", headers: {} }, "GET /ok on port 80"],
    ] as const;
    for (const [probe, words] of probes) {
      const settings = { probe: { ...probe, intervalSeconds: 1, timeoutSeconds: 5 } };
      assertPlan(
        plan(NEW, { current: old() }, { settings }),
        `create app.new: env changed
         start app.new: it shall run
         wait for app.new to work and to answer ${words}: it shall work
         rename app to app.old: app.new works
         rename app.new to app: it takes over
         stop app.old: it was replaced
         remove app.old: it was replaced`,
      );
    }
  });

  describe("with monitorSeconds", () => {
    const settings = { monitorSeconds: 30 };

    it("must keep the old one until the new one has been watched", () => {
      assertPlan(
        plan(NEW, { current: old() }, { settings }),
        `create app.new: env changed
         start app.new: it shall run
         wait for app.new to work: it shall work
         rename app to app.old: app.new works
         rename app.new to app: it takes over
         wait for app to work: it is watched for 30 s
         stop app.old: it was replaced
         remove app.old: it was replaced`,
      );
    });

    it("must watch one that was changed in place, and none that was not changed or is new", () => {
      assertPlan(
        plan({ ...OLD, restart: "always" }, { current: old() }, { settings }),
        `update RestartPolicy of app: restart changed
         wait for app to work: it is watched for 30 s`,
      );
      assertPlan(plan(OLD, { current: old() }, { settings }), "");
      assert.equal(plan(OLD, {}, { settings }).change.filter(({ kind }) => kind === "await").length, 1);
    });
  });

  it("must not stop what does not run", () => {
    assertPlan(
      plan(NEW, { current: old(OLD, { status: "exited" }) }),
      `create app.new: env changed
       start app.new: it shall run
       wait for app.new to work: it shall work
       rename app to app.old: app.new works
       rename app.new to app: it takes over
       remove app.old: it was replaced`,
    );
  });

  it("must update in place what the engine can", () => {
    assertPlan(
      plan({ ...OLD, memoryMiB: 64, restart: "always", networks: [{ network: "back" }] }, { current: old() }),
      `update RestartPolicy, Memory, MemorySwap of app: restart, networks, memoryMiB changed
       disconnect app from bridge: networks changed
       connect app to back: networks changed`,
    );
  });

  for (const [status, steps] of [
    ["exited", "start app: it shall run\nwait for app to work: it shall work"],
    ["created", "start app: it shall run\nwait for app to work: it shall work"],
    ["paused", "unpause app: it shall run\nwait for app to work: it shall work"],
    ["restarting", "wait for app to work: it shall work"],
  ] as const) {
    it(`must have one run that is ${status}`, () => {
      assertPlan(plan(OLD, { current: old(OLD, { status }) }), steps);
    });
  }

  it("must wait for one that runs and is not healthy", () => {
    const current = old(OLD, { health: "unhealthy" });
    assertPlan(plan(OLD, { current }), "wait for app to work: it shall work");
  });

  it("must make one anew that the engine could not remove", () => {
    assertPlan(
      plan(OLD, { current: old(OLD, { status: "dead" }) }),
      `remove app: the engine could not remove it
       create app: it is not there
       start app: it shall run
       wait for app to work: it shall work`,
    );
  });

  describe("after an interrupted run", () => {
    const next = old(NEW, { name: "app.new", id: "n".repeat(64) });
    const previous = old(OLD, { name: "app.old" });

    it("must clear away a new one that did not take over", () => {
      assertPlan(
        plan(OLD, { current: old(), next }),
        `stop app.new: a new one that did not take over
         remove app.new: a new one that did not take over`,
      );
    });

    it("must have the old one serve again that a swap had stopped", () => {
      assertPlan(
        plan(OLD, { current: old(OLD, { status: "exited" }), next }),
        `stop app.new: a new one that did not take over
         remove app.new: a new one that did not take over
         start app: an interrupted swap had stopped it`,
      );
    });

    it("must finish a take-over", () => {
      assertPlan(
        plan(NEW, { next, previous }),
        `rename app.new to app: it worked, and was about to take over
         stop app.old: it was replaced
         remove app.old: it was replaced`,
      );
    });

    it("must take back the one that was replaced where the new one was about to give the name back", () => {
      assertPlan(
        plan(OLD, { next: { ...next, status: "exited" }, previous: { ...previous, status: "exited" } }),
        `remove app.new: a new one that did not take over
         rename app.old to app: the one that replaced it failed
         start app: an interrupted swap had stopped it`,
      );
    });

    it("must take back the one that was replaced where the new one ended while it was watched", () => {
      const slots = { current: old(NEW, { status: "exited" }), previous };
      assertPlan(
        plan(OLD, slots, { settings: { monitorSeconds: 30 } }),
        `remove app: it ended while it was watched
         rename app.old to app: the one that replaced it failed`,
      );
      assertPlan(
        plan(NEW, slots),
        `stop app.old: it was replaced
         remove app.old: it was replaced
         start app: it shall run
         wait for app to work: it shall work`,
      );
    });

    it("must remove one that was replaced", () => {
      assertPlan(
        plan(NEW, { current: old(NEW), previous: { ...previous, status: "exited" } }),
        "remove app.old: it was replaced",
      );
    });

    it("must take back the one that was replaced where nothing else is left", () => {
      assertPlan(plan(OLD, { previous }), "rename app.old to app: the one that replaced it is gone");
    });

    it("must give one its name back that somebody renamed", () => {
      assertPlan(
        plan(OLD, { renamed: old(OLD, { name: "mine" }) }),
        "rename mine to app: somebody renamed it",
      );
    });
  });

  it("must take over anonymous volumes, unless something is mounted there", () => {
    const name = "f".repeat(64);
    const at = (Destination: string) => ({ Type: "volume", Name: name, Source: "", Destination, RW: true });
    const volumes = [{ volume: "data", target: "/b" }];
    const current = old({ ...OLD, volumes }, { mounts: [at("/a"), at("/b")] });
    const create = plan({ ...NEW, volumes }, { current }).change[0];
    assert(create?.kind === "create");
    assert.deepEqual(create.request.HostConfig.Mounts, [
      { Type: "volume", Source: "data", Target: "/b", ReadOnly: false },
      { Type: "volume", Source: name, Target: "/a", ReadOnly: false },
    ]);
  });

  it("must mark what it makes, with nothing of the environment", () => {
    const [create] = plan({ env: { TOKEN: "s3cr3t" } }, {}).change;
    assert(create?.kind === "create");
    assert.deepEqual(create.request.Labels, {
      "io.moorage.urn": "urn:pulumi:dev::shop::moorage:index:Container::app",
      "io.moorage.stack": "shop/dev",
      "io.moorage.name": "app",
      "io.moorage.spec": "0123456789abcdef",
      "io.moorage.operation": "create",
    });
  });
});
