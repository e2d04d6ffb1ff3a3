import assert from "node:assert/strict";
import { parseUrn } from "../../providers/resources/urn";

describe("a URN", () => {
  it("must give stack, project, the last type and the name, whatever the name holds", () => {
    const text = "urn:pulumi:dev::shop::my:index:Site$moorage:index:Container::app::1";
    assert.deepEqual(parseUrn(text), {
      text,
      stack: "dev",
      project: "shop",
      type: "moorage:index:Container",
      name: "app::1",
    });
  });

  it("must be refused when it is none", () => {
    for (const text of ["", "urn:pulumi:dev::shop", "urn:other:dev::shop::t::n"]) {
      assert.throws(() => parseUrn(text), /malformed URN/);
    }
  });
});
