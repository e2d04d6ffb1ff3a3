import assert from "node:assert/strict";
import { completePlan } from "../../providers/resources/foreseen";
import { foreseeRemoval } from "../../providers/resources/foreseen-removal";
import { nouns } from "../support/door/door";

describe("what is foreseen of a removal", () => {
  const removal = (noun: string, inputs: Record<string, unknown> = {}) =>
    foreseeRemoval({ noun, inputs: { name: "app", ...inputs }, cause: "the program has it no more" });
  const steps = (noun: string, inputs: Record<string, unknown> = {}): string[] =>
    (removal(noun, inputs).steps ?? []).map(({ text }) => text);

  it("must say of a volume whether the data in it is destroyed", () => {
    for (const forceDestroy of [true, false]) {
      const [volume] = removal("Volume", { forceDestroy }).volumesAtRisk ?? [];
      assert.deepEqual(
        [volume?.name, volume?.action, volume?.dataIsDestroyed],
        ["app", "removed", forceDestroy],
      );
    }
  });

  it("must say of a container that it goes, with its anonymous volumes, and how long it may take to stop", () => {
    assert.deepEqual(steps("Container"), ["stop app", "remove app and its anonymous volumes"]);
    assert.deepEqual(removal("Container", { stopTimeoutSeconds: 30 }).downtime?.stopSeconds, 30);
  });

  it("must be nothing where nothing is removed", () => {
    assert.deepEqual(steps("Image", { keepOnDelete: true }), []);
    assert.deepEqual(steps("Registry"), []);
    assert.deepEqual(steps("Certificate"), []);
  });

  it("must be told of every noun, with all texts cleaned of secrets", () => {
    const clean = (text: string): string => text.replaceAll("app", "[secret]");
    for (const noun of nouns) {
      assert.doesNotMatch(JSON.stringify(completePlan(removal(noun), clean)), /\bapp\b/, noun);
    }
  });
});
