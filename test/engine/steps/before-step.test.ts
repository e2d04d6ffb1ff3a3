import assert from "node:assert/strict";
import type { CheckRequest } from "../../../engine/plugins/provider";
import type { UpcomingStep } from "../../../engine/steps/step";
import { parseUrn } from "../../../engine/urn";
import { TestStack, type Program } from "./test-stack";

const two = async (p: Program): Promise<void> => {
  await p.thing("a", { size: 2 });
  await p.thing("b", { size: 1 });
};

describe("who is shown each step before it is begun", () => {
  it("must see what is done, with what was and what will be", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a", { size: 1 }));
    const seen: string[] = [];
    const beforeStep = ({ old, new: entry, op, urn }: UpcomingStep): void => {
      const [before, after] = [old, entry].map((each) => JSON.stringify(each?.state.inputs["size"]));
      seen.push(`${op} ${parseUrn(urn).name}: ${before} to ${after}`);
    };
    await stack.up(two, { beforeStep });
    assert.deepEqual(seen.slice(1), ["update a: 1 to 2", "create b: undefined to 1"]);
    assert.match(seen[0] ?? "", /^same default/);
  });

  it("must be able to refuse one, of which then nothing is done, told or kept", async () => {
    const stack = new TestStack();
    const beforeStep = ({ urn }: UpcomingStep): void => {
      if (parseUrn(urn).name === "a") throw new Error("a is not for today");
    };
    const run = await stack.up(two, { beforeStep });
    assert.equal(run.outcome, "failed");
    assert.deepEqual([run.steps, run.errors], [[], ["a is not for today", "update failed"]]);
    assert.deepEqual(stack.names, []);
    const rest = (p: Program) => p.thing("b");
    assert.equal((await stack.up(rest, { beforeStep, continueOnError: true })).outcome, "succeeded");
  });

  it("must be able to say what random names are drawn from", async () => {
    const stack = new TestStack();
    const run = await stack.up((p) => p.thing("a"), { randomSeed: (urn) => Buffer.from(urn) });
    const check = run.log.find(({ rpc, name }) => rpc === "check" && name === "a")?.request as CheckRequest;
    assert.equal(Buffer.from(check.randomSeed ?? []).toString(), stack.urn("a"));
  });
});
