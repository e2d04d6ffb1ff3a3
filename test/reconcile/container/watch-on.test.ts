import assert from "node:assert/strict";
import { formatSteps } from "../../../providers/reconcile/container/step";
import { undoSteps } from "../../../providers/reconcile/container/undo";
import { assertPlan, NEW, OLD, old, plan } from "./plans";

describe("a run after one that died while it watched", () => {
  const next = old(NEW, { name: "app.new", id: "n".repeat(64) });
  const previous = old(OLD, { name: "app.old" });
  const settings = { monitorSeconds: 30, minReadySeconds: 2, healthTimeoutSeconds: 60 };
  const watched = (changes: object = {}, ranSeconds?: number, was: object = {}) => {
    const current = old(NEW, { health: undefined, ...changes });
    return plan(NEW, { current, previous: { ...previous, ...was } }, { settings, ranSeconds });
  };

  it("must watch the new one for what is left before the old one goes", () => {
    assertPlan(
      watched({}, 10),
      `wait for app to work: it is watched for 22 s
       stop app.old: it was replaced
       remove app.old: it was replaced`,
    );
  });

  it("must watch it no longer than it would have, and all over where nobody knows since when it runs", () => {
    const steps = (ranSeconds: number | undefined, changes?: object) =>
      formatSteps(watched(changes, ranSeconds).change);
    assert.equal(steps(-1000), "wait for app to work: it is watched for 30 s");
    assert.equal(steps(undefined), "wait for app to work: it is watched for 30 s");
    assert.equal(steps(32), "");
    // How long it took to be healthy is not known.
    assert.equal(steps(80, { health: "healthy" }), "wait for app to work: it is watched for 12 s");
  });

  for (const [status, last] of [
    ["running", []],
    ["exited", ["start app: the change failed"]],
  ] as const) {
    it(`must have the same way back as the run that was interrupted, to one that is ${status}`, () => {
      const { done, change } = watched({}, undefined, { status });
      const back = undoSteps([...done, ...change], { reason: "failed", keepsMade: true });
      assert.deepEqual(formatSteps(back).split("\n"), [
        "stop app: the change failed",
        "rename app to app.new: the change failed",
        "rename app.old to app: the change failed",
        "stop app.new: the change failed",
        ...last,
        "update RestartPolicy of app.new: the change failed",
      ]);
    });
  }

  it("must hold against it that the engine has started it again since", () => {
    const [step] = watched({ restartCount: 1 }).change;
    assert(step?.kind === "await");
    assert.equal(step.restartsBefore, 0);
  });

  it("must watch one that was about to take over", () => {
    assertPlan(
      plan(NEW, { next, previous }, { settings }),
      `rename app.new to app: it worked, and was about to take over
       wait for app to work: it is watched for 30 s
       stop app.old: it was replaced
       remove app.old: it was replaced`,
    );
  });

  it("must not watch one that is to be another by now", () => {
    assert.equal(
      formatSteps(plan(OLD, { current: old(NEW), previous }, { settings }).settle),
      "stop app.old: it was replaced\nremove app.old: it was replaced",
    );
  });
});
