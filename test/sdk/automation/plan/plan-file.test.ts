import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { CommandError, PlanFileError } from "../../../../sdk/automation";
import { readPlan, planSource } from "../../../../providers/schema/read-plan";
import { PlannedShop } from "./planned-shop";

describe("a plan", function () {
  this.timeout(60_000);
  let shop: PlannedShop;

  beforeEach(async () => {
    shop = await PlannedShop.create();
    await shop.up();
    Object.assign(shop.wishes, { level: "debug", hasVolume: false });
    await shop.preview();
  });
  afterEach(() => shop.remove());

  it("must say what is done to each resource, and what its provider does then", () => {
    const { resources, summary } = shop.readPlan();
    const app = resources.find(({ urn }) => urn.endsWith("Container::app"));
    assert.match(app?.host ?? "", /Host::web$/);
    assert.deepEqual(app?.steps, [
      {
        op: "update",
        changes: [
          {
            path: "env",
            kind: "update",
            replaces: false,
            isDrift: false,
            old: { LEVEL: "info", TOKEN: "[secret]" },
            new: { LEVEL: "debug", TOKEN: "[secret]" },
          },
        ],
      },
    ]);
    assert.deepEqual(app.provider?.steps[0]?.text, "update Container app");
    const data = resources.find(({ urn }) => urn.endsWith("Volume::data"));
    assert.deepEqual(data?.provider?.volumesAtRisk, [
      { name: "data", action: "removed", dataIsDestroyed: true, cause: "the program has it no more" },
    ]);
    assert.deepEqual(summary, {
      changes: { update: 1, delete: 1, same: 5 },
      bytesToSend: 0,
      downtimes: 0,
      volumesAtRisk: 1,
      publicPorts: 0,
    });
  });

  it("must fit its published schema, which must be what the interfaces say", () => {
    const committed = readFileSync(join(__dirname, "../../../../sdk/plan/schema.json"), "utf8");
    const schema = readPlan(planSource);
    assert.deepEqual(schema, JSON.parse(committed));
    const validate = new Ajv().compile(schema);
    assert.ok(validate(shop.readPlan()), JSON.stringify(validate.errors));
  });

  it("must hold no secret in plain, and be its owner's alone", () => {
    assert.doesNotMatch(readFileSync(shop.file, "utf8"), /hush-hush|canary/);
    assert.equal(statSync(shop.file).mode & 0o777, 0o600);
  });

  it("must be applied as it is, and change nothing the second time", async () => {
    shop.world.done.length = 0;
    const { changes } = await shop.apply();
    assert.deepEqual(changes, { update: 1, delete: 1, same: 5 });
    assert.deepEqual(shop.world.done, ["update Container app", "delete Volume data"]);
    await shop.preview();
    assert.deepEqual((await shop.apply()).changes, { same: 6 });
  });

  it("must be applied though something changed that it does not touch", async () => {
    shop.world.change("Container other", { containerId: "c2" });
    assert.equal((await shop.apply()).outcome, "succeeded");
  });

  it("must be told of its own preview nothing but what the update does", async () => {
    shop.events.length = 0;
    await shop.apply();
    assert.equal(shop.events.filter(({ preludeEvent }) => preludeEvent).length, 1);
  });

  it("must stop before a step whose resource changed after the comparison", async () => {
    const reads: string[] = [];
    shop.world.onRead = (key) => {
      reads.push(key);
      const isUpdate = reads.filter((each) => each === "Container app").length === 2;
      if (isUpdate) shop.world.change("Container app", { containerId: "c9" });
    };
    shop.world.done.length = 0;
    await assert.rejects(shop.apply(), /Container app is not what the plan saw: containerId/);
    assert.deepEqual(shop.world.done, []);
  });

  it("must stop before a step that it does not have", async () => {
    let reads = 0;
    shop.world.onRead = (key) => {
      if (key === "Container other" && ++reads === 2) shop.world.change(key, { status: "exited" });
    };
    await assert.rejects(
      shop.apply(),
      /Container other is not what the plan saw: the plan has no update of it/,
    );
    assert.equal(shop.world.done.includes("update Container other"), false);
  });

  const edited: readonly (readonly [what: string, edit: (text: string) => string, named: RegExp])[] = [
    ["was edited", (text) => text.replace('"debug"', '"trace"'), /was edited since it was made/],
    [
      "is of another stack",
      (text) => text.replace("shop/dev", "shop/prod"),
      /is a plan of the stack .*shop\/prod/,
    ],
    [
      "is of a newer format",
      (text) => text.replace('"version": 1', '"version": 2'),
      /is a plan of version 2/,
    ],
    ["is no plan", () => '{"version":1}', /is no plan/],
    ["is no JSON", () => "plan", /is no plan/],
  ];
  for (const [what, edit, named] of edited) {
    it(`must be refused where it ${what}`, async () => {
      writeFileSync(shop.file, edit(readFileSync(shop.file, "utf8")));
      await assert.rejects(
        shop.apply(),
        (error) => error instanceof PlanFileError && named.test(error.message),
      );
    });
  }

  it("must be refused together with what it says itself", async () => {
    await assert.rejects(
      shop.apply({ replace: ["urn"] }),
      (error) =>
        error instanceof CommandError && /^replace is not for an update by a plan/.test(error.message),
    );
  });

  it("must need the stack's passphrase", async () => {
    shop.workspace.envVars["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
    await assert.rejects(shop.apply(), /passphrase/);
  });

  it("must be made and applied of the targets that the preview had", async () => {
    const urn = shop.readPlan().resources.find(({ urn }) => urn.endsWith("Container::app"))?.urn ?? "";
    const plan = await shop.preview({}, { target: [urn] });
    assert.deepEqual(plan.summary.changes["delete"], undefined);
    const { changes } = await shop.apply();
    assert.deepEqual([changes.update, changes.delete], [1, undefined]);
  });
});
