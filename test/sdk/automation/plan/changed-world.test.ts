import assert from "node:assert/strict";
import { PlanRefusedError } from "../../../../sdk/automation";
import { PlannedShop } from "./planned-shop";

interface Row {
  readonly what: string;
  readonly change: (shop: PlannedShop) => unknown;
  readonly named: RegExp;
}

const rows: readonly Row[] = [
  {
    what: "an input that the plan changes is another in the program",
    change: ({ wishes }) => (wishes.level = "trace"),
    named: /program: env\.LEVEL of Container app changed/,
  },
  {
    what: "a secret input is another in the program",
    change: ({ wishes }) => (wishes.token = "hush-hush, more"),
    named: /program: env\.TOKEN of Container app changed/,
  },
  {
    what: "the program has one resource more",
    change: ({ wishes }) => (wishes.extra = true),
    named: /program: Container extra is in it now, and was not/,
  },
  {
    what: "the program has a resource no more that the plan changes",
    change: ({ wishes }) => (wishes.hasApp = false),
    named: /program: Container app is not in it any more/,
  },
  {
    what: "the program has a resource again that the plan deletes",
    change: ({ wishes }) => (wishes.hasVolume = true),
    named: /program: Volume data is in it now, and was not/,
  },
  {
    what: "the program protects a resource that the plan changes",
    change: ({ wishes }) => (wishes.protectsApp = true),
    named: /program: the option protect of Container app is new/,
  },
  {
    what: "the program has another order",
    change: ({ wishes }) => (wishes.appNeedsOther = true),
    named: /program: the option dependsOn of Container app changed/,
  },
  {
    what: "the program changes a resource that the plan leaves as it is",
    change: ({ wishes }) => (wishes.otherImage = "busybox:2"),
    named: /program: image of Container other changed/,
  },
  {
    what: "a value of the configuration is another",
    change: ({ workspace }) => workspace.setConfig("dev", "shop:greeting", { value: "good day" }),
    named: /configuration: shop:greeting changed/,
  },
  {
    what: "a secret of the configuration is another",
    change: ({ workspace }) =>
      workspace.setConfig("dev", "shop:password", { value: "canary-2", secret: true }),
    named: /configuration: shop:password changed/,
  },
  {
    what: "the configuration has one value more",
    change: ({ workspace }) => workspace.setConfig("dev", "shop:more", { value: "1" }),
    named: /configuration: shop:more is new/,
  },
  {
    what: "the configuration has a value no more",
    change: ({ workspace }) => workspace.removeConfig("dev", "shop:greeting"),
    named: /configuration: shop:greeting is gone/,
  },
  {
    what: "somebody has updated the stack",
    change: async (shop) => {
      const { level } = shop.wishes;
      Object.assign(shop.wishes, { level: "warn", hasVolume: true });
      await shop.up();
      Object.assign(shop.wishes, { level, hasVolume: false });
    },
    named: /state: env\.LEVEL of Container app changed/,
  },
  {
    what: "somebody has applied what the plan does",
    change: (shop) => shop.up(),
    named: /state: Volume data is not in it any more/,
  },
  {
    what: "a container was stopped by hand",
    change: ({ world }) => world.change("Container app", { status: "exited" }),
    named: /host web: status of Container app changed/,
  },
  {
    what: "a container was removed by hand",
    change: ({ world }) => world.objects.delete("Container app"),
    named: /host web: Container app is gone/,
  },
  {
    what: "a container that the plan leaves as it is was stopped by hand",
    change: ({ world }) => world.change("Container other", { status: "exited" }),
    named: /host web: status of Container other changed/,
  },
  {
    what: "an image was retagged",
    change: ({ world }) => world.change("Image app", { name: "mine:1", imageId: "sha256:other" }),
    named: /host web: imageId of Image app changed/,
  },
  {
    what: "a network was removed by hand",
    change: ({ world }) => world.objects.delete("Network back"),
    named: /host web: Network back is gone/,
  },
  {
    what: "the host has another key",
    change: ({ world }) => world.problems.set("Host web", "the host key of web changed: hostKey, machine"),
    named: /host: Host web: the host key of web changed/,
  },
  {
    what: "the host does not answer any more",
    change: ({ world }) => world.foreseen.set("Container app", { hostSeen: false }),
    named: /host web: Container app: its host does not answer any more/,
  },
  {
    what: "a port is taken",
    change: ({ world }) =>
      world.refusals.set("Container app", "Port 8080 of web is taken by container nginx."),
    named: /Container app cannot be made what it shall be: Port 8080 of web is taken by container nginx/,
  },
  {
    what: "an interrupted run has left something",
    change: ({ world }) =>
      world.foreseen.set("Container app", {
        steps: [
          { kind: "remove", text: "remove app.new", cause: "a new one that did not take over" },
          { kind: "create", text: "update Container app", cause: "the test says so" },
        ],
      }),
    named: /host web: Container app: not in the plan: remove app\.new: a new one/,
  },
  {
    what: "layers are gone from the host",
    change: ({ world }) =>
      world.foreseen.set("Container app", {
        steps: [{ kind: "create", text: "update Container app", cause: "the test says so" }],
        bytesToSend: 4096,
      }),
    named: /4096 bytes are to be sent, planned were 0/,
  },
];

describe("an update by a plan", function () {
  this.timeout(60_000);
  let shop: PlannedShop;

  before(async () => {
    shop = await PlannedShop.create();
    await shop.up();
    Object.assign(shop.wishes, { level: "debug", hasVolume: false });
    await shop.preview();
    shop.keep();
  });
  after(() => shop.remove());

  for (const { what, change, named } of rows) {
    it(`must be refused, naming it, where ${what}`, async () => {
      const { world } = shop;
      const [wishes, objects] = [{ ...shop.wishes }, new Map(world.objects)];
      try {
        await change(shop);
        const done = world.done.length;
        await assert.rejects(shop.apply(), (error) => {
          assert.ok(error instanceof PlanRefusedError, String(error));
          assert.match(error.message, named);
          assert.match(error.message, /Preview again/);
          assert.doesNotMatch(error.message, /hush-hush|canary/);
          const told = error.differences.flatMap(({ urn, property }) =>
            property ? [`${urn} ${property}`] : [],
          );
          assert.deepEqual(told, [...new Set(told)], "nothing is told twice");
          return true;
        });
        assert.equal(world.done.length, done, "nothing may be done");
      } finally {
        Object.assign(shop.wishes, wishes);
        for (const map of [world.problems, world.foreseen, world.refusals, world.objects]) map.clear();
        for (const [key, values] of objects) world.objects.set(key, values);
        shop.restore();
      }
    });
  }
});
