import assert from "node:assert/strict";
import { isApproved } from "../../cli/approval";

describe("a change without a question", () => {
  for (const value of ["true", "1", "TRUE", "t"]) {
    it(`must be what PULUMI_SKIP_CONFIRMATIONS=${value} wants`, () => {
      assert.equal(isApproved({}, { env: { PULUMI_SKIP_CONFIRMATIONS: value } }), true);
    });
  }
  for (const value of ["", "false", "0", "no"]) {
    it(`must not be what PULUMI_SKIP_CONFIRMATIONS="${value}" wants`, () => {
      assert.equal(isApproved({}, { env: { PULUMI_SKIP_CONFIRMATIONS: value } }), false);
    });
  }
  it("must be what --yes wants", () => {
    assert.equal(isApproved({ yes: true }, { env: {} }), true);
    assert.equal(isApproved({}, { env: {} }), false);
  });
});
