import assert from "node:assert/strict";
import { Turn } from "../../../engine/steps/turn";
import { killVictim, type Moment } from "../../support/engine/deaths/kill-victim";
import { after as changed, before as begun } from "../../support/engine/deaths/mixed-programs";
import { MortalStack } from "../../support/engine/deaths/mortal-stack";
import { Rendezvous } from "../../support/engine/lab/rendezvous";
import { RealEngine } from "../../support/engine/trial/real-engine";

/** `MOORAGE_KILLS=500 MOORAGE_SEED=3` for more of them, and others. */
const kills = Number(process.env["MOORAGE_KILLS"] ?? 20);
const seed = Number(process.env["MOORAGE_SEED"] ?? 1);
/** After every such kill, the real engine goes on in place of ours. */
const realEvery = 5;
const lanes = 3;

/** Numbers from 0 up to 1 that are the same for the same seed. */
function random(state: number): () => number {
  let current = state;
  return () => {
    current = (Math.imul(current, 1_664_525) + 1_013_904_223) >>> 0;
    return current / 2 ** 32;
  };
}

function momentsOf(calls: number): Moment[] {
  const draw = random(seed);
  const one = (): Moment => {
    const call = 1 + Math.floor(draw() * calls);
    const kind = Math.floor(draw() * 3);
    return { call, moment: kind === 0 ? "asked" : kind === 1 ? "done" : Math.floor(draw() * 10) };
  };
  return Array.from({ length: kills }, one);
}

describe("a process that is killed in the middle of an update", function () {
  this.timeout(60_000 + kills * 30_000);
  const stacks: MortalStack[] = [];
  let rendezvous: Rendezvous;
  before(async () => {
    rendezvous = await Rendezvous.open();
  });
  after(async () => {
    await Promise.all(stacks.map((stack) => stack.discard()));
    await rendezvous.close();
  });

  async function begin(): Promise<MortalStack> {
    const stack = await MortalStack.create();
    stacks.push(stack);
    await stack.run("update", begun);
    stack.cloud.calls.length = 0;
    return stack;
  }

  const objectsOf = ({ cloud }: MortalStack): string[] => [...cloud.objects.keys()].sort();

  async function goOn(stack: MortalStack, isReal: boolean, where: string): Promise<void> {
    if (!isReal) {
      // Its lock is of a process that is dead for certain.
      assert.equal((await stack.run("update", changed)).outcome, "succeeded", where);
      return;
    }
    const real = await RealEngine.on(stack.project, stack.cloud, rendezvous, `${stack.project.folder}-real`);
    const cancelled = await real.command("cancel", "--yes");
    assert.equal(cancelled.code, 0, cancelled.stderr);
    const empty = { flags: {}, faults: [], drift: [], config: {} };
    const { ok, said } = await real.run({ command: "up", program: changed, ...empty });
    assert.ok(ok, `${where}\n${said}`);
  }

  it(`must leave what ours, and the real engine, end well (seed ${seed}, ${kills} kills)`, async () => {
    const whole = await begin();
    await whole.run("update", changed);
    const [objects, resources] = [objectsOf(whole), await whole.resources()];
    const waiting = [...momentsOf(whole.cloud.calls.length).entries()];
    let happened = 0;
    // The SDK shares some things among all programs of a process.
    const turn = new Turn();

    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [number, moment] = next;
        const where = `kill ${number}: ${JSON.stringify(moment)}`;
        const stack = await turn.take(begin);
        if (await killVictim(stack, rendezvous, moment)) happened++;
        assert.deepEqual(await stack.problems(), [], where);
        const interrupted = await stack.creating();
        stack.takenOver.length = 0;
        await turn.take(() => goOn(stack, number % realEvery === 0, where));
        assert.deepEqual(await stack.problems(), [], where);
        const twice = stack.takenOver.filter((name) => !interrupted.includes(name));
        assert.deepEqual(twice, [], where);
        assert.deepEqual(objectsOf(stack), objects, where);
        assert.deepEqual(await stack.resources(), resources, where);
      }
    };
    await Promise.all(Array.from({ length: lanes }, work));
    assert.ok(happened > kills * 0.8, `${happened} kills of ${kills}`);
  });
});
