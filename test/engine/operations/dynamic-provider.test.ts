import assert from "node:assert/strict";
import { StackBed } from "../../support/engine/stack-bed";

const program = `
const pulumi = require("@pulumi/pulumi");
const provider = {
  async configure({ config }) { this.size = config.get("size"); this.colour = config.get("other:colour"); },
  async create(inputs) { return { id: "made", outs: { ...inputs, size: this.size, colour: this.colour } }; },
  async delete() {},
};
class Thing extends pulumi.dynamic.Resource {
  constructor(name) { super(provider, name, { size: undefined, colour: undefined }); }
}
const { size, colour } = new Thing("thing");
module.exports = { size, colour };
`;

describe("the provider of dynamic resources", function () {
  this.timeout(60_000);

  it("must be the SDK's, with all of the configuration, and be found too where no program runs", async () => {
    const bed = await StackBed.create(program);
    try {
      bed.write({ "Pulumi.dev.yaml": "config:\n  shop:size: '3'\n  other:colour: red\n" });
      const made = await bed.run("update");
      assert.deepEqual(made.outputs, { size: "3", colour: "red" }, made.told);
      const { told, outcome } = await bed.run("destroy");
      assert.equal(outcome, "succeeded", told);
    } finally {
      bed.remove();
    }
  });
});
