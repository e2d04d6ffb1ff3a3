import assert from "node:assert/strict";
import { AliasConflictError, resolveAliases, resourceState, type ResourceState } from "../../../engine/state";

const urn = (name: string, type = "my:Thing") => `urn:pulumi:dev::p::${type}::${name}`;
const thing = (name: string, given: Partial<ResourceState> = {}) =>
  resourceState({ urn: urn(name), type: "my:Thing", custom: true, ...given });

describe("former names of resources", () => {
  it("must be replaced by the present one wherever others refer to them, and be forgotten", () => {
    const providerType = "pulumi:providers:my";
    const others = {
      parent: urn("a"),
      dependencies: [urn("a")],
      propertyDependencies: { x: [urn("a"), urn("c")] },
      deletedWith: urn("a"),
      replaceWith: [urn("a")],
      provider: `${urn("p", providerType)}::id`,
    };
    const [, renamed, , needing] = resolveAliases([
      thing("q", { urn: urn("q", providerType), type: providerType, aliases: [urn("p", providerType)] }),
      thing("b", { aliases: [urn("a")] }),
      thing("c"),
      thing("d", others),
    ]);
    assert.deepEqual(renamed, thing("b"));
    assert.deepEqual(needing, {
      ...thing("d"),
      urn: urn("d", "my:Thing$my:Thing"),
      parent: urn("b"),
      dependencies: [urn("b")],
      propertyDependencies: { x: [urn("b"), urn("c")] },
      deletedWith: urn("b"),
      replaceWith: [urn("b")],
      provider: `${urn("q", providerType)}::id`,
    });
  });

  it("must, as under Pulumi's engine, take properties that need nothing out of the record only with a renamed need", () => {
    const renamed = thing("b", { aliases: [urn("a")] });
    const [, needing, other] = resolveAliases([
      renamed,
      thing("d", { propertyDependencies: { x: [urn("a")], y: [] } }),
      thing("e", { dependencies: [urn("a")], propertyDependencies: { y: [] } }),
    ]);
    assert.deepEqual(needing?.propertyDependencies, { x: [urn("b")] });
    assert.deepEqual(other?.propertyDependencies, { y: [] });
  });

  it("must leave the record alone that nothing of it concerns", () => {
    const alone = thing("c", { propertyDependencies: { x: [] } });
    const [, found] = resolveAliases([thing("b", { aliases: [urn("a")] }), alone]);
    assert.equal(found, alone);
  });

  it("must be refused when two claim the same", () => {
    const two = [thing("b", { aliases: [urn("a")] }), thing("c", { aliases: [urn("a")] })];
    assert.throws(() => resolveAliases(two), AliasConflictError);
  });
});
