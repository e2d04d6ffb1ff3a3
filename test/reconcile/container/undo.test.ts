import assert from "node:assert/strict";
import { formatSteps } from "../../../providers/reconcile/container/step";
import { undoSteps } from "../../../providers/reconcile/container/undo";
import { NEW, OLD, old, plan } from "./plans";

describe("the undoing of a container's change that fails", () => {
  const ports = [{ container: 80, host: 8080 }];
  const { change } = plan(
    { ...NEW, ports },
    { current: old({ ...OLD, ports }) },
    { formerly: { ...OLD, ports } },
  );
  const undone = (count: number, reason: "failed" | "cancelled", keepsMade = reason === "failed") =>
    formatSteps(undoSteps(change.slice(0, count), { reason, keepsMade })).split("\n");

  it("must have the old one serve again, and keep the new one", () => {
    assert.deepEqual(undone(5, "failed"), [
      "stop app.new: the change failed",
      "start app: the change failed",
      "update RestartPolicy of app.new: the change failed",
    ]);
  });

  it("must have the old one serve again, and remove the new one, when cancelled", () => {
    assert.deepEqual(undone(5, "cancelled"), [
      "stop app.new: the change was canceled",
      "start app: the change was canceled",
      "remove app.new: the change was canceled",
    ]);
  });

  it("must remove the new one by choice, after all else was undone", () => {
    assert.deepEqual(undone(5, "failed", false), [
      "stop app.new: the change failed",
      "start app: the change failed",
      "remove app.new: the change failed",
    ]);
  });

  it("must start the old one even where nobody knows whether it was stopped", () => {
    assert.equal(undone(3, "failed")[0], "start app: the change failed");
  });

  it("must leave alone the one for which the engine does not answer", () => {
    const left = (hanging: string) =>
      formatSteps(undoSteps(change.slice(0, 4), { reason: "failed", keepsMade: true, hanging }));
    assert.equal(left("app.new"), "start app: the change failed");
    assert.match(left("app"), /^stop app\.new.*\nupdate RestartPolicy of app\.new[^\n]*$/);
  });

  it("must give back the names", () => {
    assert.deepEqual(undone(7, "failed").slice(0, 2), [
      "rename app.old to app: the change failed",
      "stop app.new: the change failed",
    ]);
  });

  it("must end a new one that is being watched before it gives the name back", () => {
    const { change } = plan(NEW, { current: old() }, { settings: { monitorSeconds: 30 } });
    assert.equal(
      formatSteps(undoSteps(change, { reason: "failed", keepsMade: true })),
      [
        "stop app: the change failed",
        "rename app to app.new: the change failed",
        "rename app.old to app: the change failed",
        "stop app.new: the change failed",
        "update RestartPolicy of app.new: the change failed",
      ].join("\n"),
    );
  });
});
