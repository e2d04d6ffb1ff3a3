import assert from "node:assert/strict";
import { ClonedHostError } from "../../providers/resources/host-errors";
import { KnownHosts } from "../../providers/resources/known-hosts";
import { hostUrn } from "./host-context";

const link = { hostId: "one", address: "192.0.2.1", port: 22, user: "root", hostKeys: ["ssh-ed25519 AAAA"] };

describe("the machines of a process", () => {
  it("must be reached by the newest link, whatever a resource's own says", () => {
    const known = new KnownHosts();
    known.adopt(link, hostUrn("web"), "read");
    known.adopt({ ...link, address: "192.0.2.9" }, hostUrn("web"), "applied");
    assert.equal(known.link("one")?.address, "192.0.2.9");
  });

  it("must not have one identity at two addresses", () => {
    const known = new KnownHosts();
    known.adopt(link, hostUrn("web"), "applied");
    assert.throws(
      () => known.adopt({ ...link, address: "192.0.2.2" }, hostUrn("twin"), "applied"),
      ClonedHostError,
    );
    assert.throws(() => known.adopt({ ...link, port: 2222 }, hostUrn("twin"), "applied"), ClonedHostError);
  });

  it("may be had by two resources at one address", () => {
    const known = new KnownHosts();
    known.adopt(link, hostUrn("web"), "applied");
    known.adopt({ ...link, user: "deploy" }, hostUrn("alias"), "applied");
  });

  it("must have a successor where another identity is at the same place", () => {
    const known = new KnownHosts();
    known.adopt({ ...link, hostId: "two" }, hostUrn("web"), "applied");
    assert.equal(known.successor(link)?.hostId, "two");
    assert.equal(known.isTaken(link), true);
    assert.equal(known.successor({ ...link, address: "192.0.2.9" }), undefined);
  });

  it("must not be given back once a resource of this process has made sure of them", () => {
    const known = new KnownHosts();
    known.adopt(link, hostUrn("web"), "read");
    assert.equal(known.isTaken(link), false);
    known.adopt(link, hostUrn("web"), "applied");
    assert.equal(known.isTaken(link), true);
  });
});
