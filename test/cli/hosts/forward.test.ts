import assert from "node:assert/strict";
import { forwardArgument } from "../../../cli/hosts/forward";

describe("a port to forward", () => {
  const right: readonly (readonly [string, string, number, number])[] = [
    ["80", "127.0.0.1", 80, 80],
    ["8080:80", "127.0.0.1", 8080, 80],
    ["0:80", "127.0.0.1", 0, 80],
    ["0.0.0.0:8080:80", "0.0.0.0", 8080, 80],
    ["[::1]:8080:80", "::1", 8080, 80],
  ];
  for (const [value, address, local, port] of right) {
    it(`must be read from ${value}`, () => {
      assert.deepEqual(forwardArgument(value), { address, local, port });
    });
  }

  it("must be refused where it is none", () => {
    for (const wrong of ["", "web", "80:", ":80", "80:0", "0", "65536:80", "8080:65536", "::1:8080:80"]) {
      assert.throws(() => forwardArgument(wrong), /LOCAL:PORT was expected/, wrong);
    }
  });
});
