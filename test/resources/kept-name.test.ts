import assert from "node:assert/strict";
import { lifecycles } from "../../providers/resources";
import type { Value } from "../../providers/resources/bag";
import { isFormerly } from "../../providers/resources/image/default-repository";
import { testContext } from "./host-context";

const context = testContext({}, { name: "app", stack: "prod" });
const host = { hostId: "local-test", local: true };
const archive = "/nowhere.tar";

describe("an image that was built before its stack was renamed", () => {
  const built = (urn: string, repository: string) => isFormerly(urn, context.urn, repository);

  it("must be known by the repository that is named after the former stack", () => {
    assert(built("urn:pulumi:dev::shop::moorage:index:Image::app", "shop-dev-app"));
    assert(built("urn:pulumi:dev::shop::moorage:index:Image::app", "r.example.org/shop-dev-app"));
  });

  it("must not be taken for one of another resource, or of a stack that was given the same name", () => {
    assert(!built("urn:pulumi:dev::shop::moorage:index:Image::web", "shop-dev-web"));
    assert(!built("urn:pulumi:dev::shop::moorage:index:Image::app", "mine"));
    assert(!built("whatever", "shop-dev-app"));
  });
});

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
