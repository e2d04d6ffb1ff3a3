import assert from "node:assert/strict";
import {
  defaultName,
  isDefaultName,
  isOfStack,
  isOwnedBy,
  ownershipLabels,
  stackNames,
  withoutOwnership,
} from "../../providers/reconcile/ownership";
import { canonicalSpec, specHash } from "../../providers/reconcile/spec-hash";
import { findSlots } from "../../providers/reconcile/container/slots";
import type { ContainerSummaryJson } from "../../providers/docker/container-json";

const owner = { urn: "urn:a", stack: "shop/dev", name: "app" };

describe("ownership", () => {
  it("must know what it has marked, and nothing else", () => {
    const labels = ownershipLabels(owner, "hash", "create");
    assert(isOwnedBy(labels, owner));
    assert(!isOwnedBy(labels, { ...owner, urn: "urn:b" }));
    assert(!isOwnedBy(labels, { ...owner, name: "app2" }));
    assert(!isOwnedBy({}, owner));
    assert(!isOwnedBy(null, owner));
    assert.deepEqual(withoutOwnership({ ...labels, mine: "1" }), { mine: "1" });
  });

  it("must know a stack's objects by the name that it had when they were made, and no other's", () => {
    const former = ownershipLabels(owner, "hash", "create");
    const renamed = { ...owner, stack: "shop/prod" };
    assert(isOfStack(former, stackNames(renamed, former)));
    assert(!isOfStack(former, stackNames(renamed, undefined)));
    assert(!isOfStack({}, stackNames(renamed, {})));
  });

  for (const [parts, expected] of [
    [["shop", "dev", "app"], "shop-dev-app"],
    [["my shop", "dev", "app/1"], "my-shop-dev-app-1"],
    [["_shop", "dev", "å"], "shop-dev"],
    [["shop", "dev", "a.b_c"], "shop-dev-a.b_c"],
  ] as const) {
    it(`must name ${parts.join(", ")} in the engine's characters`, () => {
      assert.equal(defaultName(...(parts as readonly [string, string, string])), expected);
    });
  }
});

describe("a name of the form of those that nobody gives", () => {
  for (const [text, name] of [
    ["shop-dev-app", "app"],
    ["my-shop-dev-app-1", "app/1"],
    ["s-d-_x", "_x"],
  ] as const) {
    it(`must be ${text} for ${name}`, () => assert(isDefaultName(text, name)));
  }
  for (const [text, name] of [
    ["app", "app"],
    ["shop-app", "app"],
    ["shop--app", "app"],
    ["shop-dev-web", "app"],
    ["shop-dev-", "å"],
  ] as const) {
    it(`must not be ${text} for ${name}`, () => assert(!isDefaultName(text, name)));
  }
});

describe("the slots of a container", () => {
  const summary = (name: string, id: string, labels: Record<string, string> = {}) =>
    ({
      Id: id,
      Names: [`/${name}`],
      Labels: labels,
      Ports: [],
      Mounts: [],
    }) as unknown as ContainerSummaryJson;
  const ours = ownershipLabels(owner, "hash", "create");

  it("must be found by name and mark", () => {
    const all = [summary("app", "1", ours), summary("app.new", "2", ours), summary("other", "3")];
    const { slots, taken } = findSlots(all, owner, undefined);
    assert.deepEqual(slots, { current: "1", next: "2", previous: undefined, renamed: undefined });
    assert.deepEqual(taken, []);
  });

  it("must be refused where somebody else has the name", () => {
    const { slots, taken } = findSlots([summary("app", "1")], owner, undefined);
    assert.equal(slots.current, undefined);
    assert.deepEqual(
      taken.map(({ name }) => name),
      ["app"],
    );
  });

  it("must be found by the id that the state knows, without a mark", () => {
    assert.equal(findSlots([summary("app", "1")], owner, "1").slots.current, "1");
    assert.equal(findSlots([summary("mine", "1")], owner, "1").slots.renamed, "1");
  });

  it("must hold what an interrupted swap left beside one that was adopted from a lost stack", () => {
    const lost = ownershipLabels({ ...owner, urn: "urn:lost" }, "hash", "create");
    const other = ownershipLabels({ ...owner, urn: "urn:other" }, "hash", "create");
    const all = [summary("app", "1", lost), summary("app.new", "2", lost), summary("app.old", "3", other)];
    const { slots, taken } = findSlots(all, owner, "1");
    assert.deepEqual([slots.current, slots.next], ["1", "2"]);
    assert.deepEqual(
      taken.map(({ name }) => name),
      ["app.old"],
    );
  });

  it("must not take the container of a resource that is being replaced under another name", () => {
    const former = ownershipLabels({ ...owner, name: "former" }, "hash", "create");
    assert.deepEqual(findSlots([summary("former", "1", former)], owner, undefined).slots.renamed, undefined);
  });

  it("must leave a second one alone while the first one has the name", () => {
    const all = [summary("app", "1", ours), summary("copy", "2", ours)];
    assert.equal(findSlots(all, owner, undefined).slots.renamed, undefined);
  });
});

describe("the hash of a spec", () => {
  const values = {
    host: { hostId: "h" },
    image: "web:1",
    env: { B: "2", A: "s3cr3t" },
    ports: [{ host: 80, container: 8080 }],
  };

  it("must be made of this text", () => {
    assert.equal(
      canonicalSpec({ values, secrets: [["env", "A"]] }),
      '{"env":{"B":"2"},"image":"web:1","ports":[{"container":8080,"host":80}]}',
    );
  });

  it("must not change", () => {
    assert.equal(specHash({ values, secrets: [["env", "A"]] }), "4e659ebb7cbb30d2");
  });

  it("must not depend on the order of keys, on the host or on a secret", () => {
    const other = { ...values, host: { hostId: "other" }, env: { A: "another", B: "2" } };
    const secrets = [["env", "A"]];
    assert.equal(specHash({ values: other, secrets }), specHash({ values, secrets }));
    assert.notEqual(
      specHash({ values: { ...values, image: "web:2" }, secrets }),
      specHash({ values, secrets }),
    );
  });
});
