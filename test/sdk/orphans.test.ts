import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Host, orphans, orphansOutput } from "../../sdk";

const link = { hostId: "h1", address: "192.0.2.10" };
const found = { stacks: [{ stack: "blog/prod", objects: [] }] };

describe("orphans", () => {
  let asked: pulumi.runtime.MockCallArgs[];

  beforeEach(async () => {
    asked = [];
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => ({ id: name, state: { ...(inputs as object), link } }),
        call: (args) => {
          asked.push(args);
          return found;
        },
      },
      "shop",
      "dev",
    );
  });

  it("must ask for what is not of the stack that asks", async () => {
    const host = new Host("web", { connection: { address: "192.0.2.10" } });
    assert.deepEqual(await orphans({ host }), found);
    assert.equal(asked[0]?.token, "moorage:index:orphans");
    assert.deepEqual(asked[0]?.inputs, { host: link, knownStacks: ["shop/dev"] });
  });

  it("must ask the same as an output", async () => {
    const left = orphansOutput({ host: pulumi.output(link), knownStacks: [] });
    const stacks = await new Promise((resolve) => left.stacks.apply(resolve));
    assert.deepEqual(stacks, found.stacks);
    assert.deepEqual(asked[0]?.inputs, { host: link, knownStacks: [] });
  });
});
