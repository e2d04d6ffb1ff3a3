import assert from "node:assert/strict";
import { lifecycles } from "../../providers/resources";
import type { Value } from "../../providers/resources/bag";
import { testContext } from "./host-context";

const context = testContext({}, { name: "app", stack: "prod" });
const host = { hostId: "local-test", local: true };
const archive = "/nowhere.tar";

describe("a name that nobody gave", () => {
  for (const [noun, former, others] of [
    ["Container", "shop-dev-app", { host, image: "x" }],
    ["Network", "shop-dev-app", { host }],
    ["Volume", "shop-dev-app", { host }],
    ["Sandbox", "shop-dev-app", {}],
    ["Image", "shop-dev-app:latest", { host, archive }],
  ] as const) {
    const checked = async (name: Value | undefined, olds: string): Promise<Value | undefined> => {
      const given = { ...others, ...(name === undefined ? {} : { name }) } as Record<string, Value>;
      const { inputs } = await lifecycles[noun].check(context, {
        olds: { values: { ...given, name: olds }, secrets: [] },
        news: { values: given, secrets: [] },
      });
      return inputs.values["name"];
    };

    it(`must stay a ${noun}'s when its stack is renamed`, async () => {
      assert.equal(await checked(undefined, former), former);
      assert.equal(await checked(null, former), former);
    });

    it(`must be a ${noun}'s where the former one was given`, async () => {
      assert.match(String(await checked(undefined, "web")), /^shop-prod-app(:latest)?$/);
      assert.match(String(await checked("mine", former)), /^mine(:latest)?$/);
    });
  }
});
