import assert from "node:assert/strict";
import { SaveFailedError } from "../../../engine/state";
import type { OperationKind } from "../../../engine/operations";
import { Death } from "../../support/engine/deaths/death";
import { after as changed, before as begun } from "../../support/engine/deaths/mixed-programs";
import { MortalStack, nameIn } from "../../support/engine/deaths/mortal-stack";
import type { Program } from "../../support/engine/trial/program";

const nothing: Program = { resources: [], outputs: {} };

/** What is done to a stack, of which it is killed at every moment. */
const operations: readonly (readonly [kind: OperationKind, from: Program, to: Program])[] = [
  ["update", nothing, begun],
  ["update", begun, changed],
  ["refresh", begun, begun],
  ["destroy", changed, nothing],
];

interface Expected {
  readonly resources: readonly string[];
  readonly objects: readonly string[];
}

describe("an operation that comes to an early end", function () {
  this.timeout(300_000);
  let stack: MortalStack;
  beforeEach(async () => {
    stack = await MortalStack.create();
  });
  afterEach(() => stack.discard());

  async function expectation(): Promise<Expected> {
    return { resources: await stack.resources(), objects: [...stack.cloud.objects.keys()].sort() };
  }

  /** Does again what came to an early end, which must end well now. */
  async function mustEnd(kind: OperationKind, to: Program, expected: Expected, where: string): Promise<void> {
    const interrupted = await stack.creating();
    await stack.restore(await stack.moment());
    assert.equal((await stack.run(kind, to)).outcome, "succeeded", where);
    assert.deepEqual(await stack.problems(), [], where);
    const made = stack.takenOver.filter((name) => !interrupted.includes(name));
    assert.deepEqual(made, [], `made twice, ${where}`);
    assert.deepEqual(await expectation(), expected, where);
    if (interrupted.length === 0) return;
    await stack.run("refresh", to, undefined, { clearPendingCreates: true });
    assert.deepEqual(await stack.creating(), [], where);
  }

  for (const [kind, from, to] of operations) {
    const title = `${kind} of ${from.resources.length} to ${to.resources.length} resources`;

    it(`must leave a valid state and lose nothing, wherever it is killed, and be ended by the next: ${title}`, async () => {
      if (from !== nothing) assert.equal((await stack.run("update", from)).outcome, "succeeded");
      const start = await stack.moment();
      const whole = new Death(0);
      assert.equal((await stack.run(kind, to, whole)).outcome, "succeeded");
      const expected = await expectation();
      for (let at = 1; at <= whole.points; at++) {
        await stack.restore(start);
        const death = new Death(at);
        await stack.run(kind, to, death).catch(() => {});
        const where = `killed at ${at} of ${whole.points}, ${death.where ?? "never"}`;
        assert.deepEqual(await stack.problems(), [], where);
        await mustEnd(kind, to, expected, where);
      }
    });
  }

  it("must keep the state as it was, and say what happened since, if the disk is full at any save", async () => {
    await stack.run("update", begun);
    const start = await stack.moment();
    stack.room = 1000;
    await stack.run("update", changed);
    const saves = 1000 - stack.room;
    const expected = await expectation();
    for (let room = 0; room < saves; room++) {
      await stack.restore(start);
      stack.room = room;
      const where = `with room for ${room} of ${saves} saves`;
      const error: unknown = await stack.run("update", changed).then(
        () => undefined,
        (rejected: unknown) => rejected,
      );
      stack.room = Number.POSITIVE_INFINITY;
      assert.ok(error instanceof SaveFailedError, where);
      assert.match(error.message, /could not be saved: .*dev\.json.* is full; make room/, where);
      assert.deepEqual(await stack.problems(), [], where);
      for (const name of await stack.creating()) {
        const isThere = [...stack.cloud.objects.keys()].some((id) => nameIn(id) === name);
        const isNew = !start.text.includes(`::${name}"`);
        if (isThere && isNew) assert.match(error.message, new RegExp(`created .*::${name}$`, "m"), where);
      }
      await mustEnd("update", changed, expected, where);
    }
  });
});
