import assert from "node:assert/strict";
import {
  emptySnapshot,
  Recorder,
  resourceState,
  type ResourceState,
  type Snapshot,
} from "../../../engine/state";

const urn = (name: string) => `urn:pulumi:dev::p::my:Thing::${name}`;
const thing = (name: string, given: Partial<ResourceState> = {}) =>
  resourceState({ urn: urn(name), type: "my:Thing", custom: true, ...given });
const names = (snapshot: Snapshot) => snapshot.resources.map((state) => state.urn.split("::").at(-1));

describe("the recorder", () => {
  /** Saves that are under way: each is let go by the test. */
  let saves: { snapshot: Snapshot; done: () => void; fail: (error: Error) => void }[];
  const write = (snapshot: Snapshot) =>
    new Promise<void>((resolve, reject) => saves.push({ snapshot, done: resolve, fail: reject }));
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    saves = [];
  });

  it("what the program made must come before what is left of the base", () => {
    const [a, b, c] = [thing("a"), thing("b"), thing("c")];
    const recorder = new Recorder({ ...emptySnapshot(), resources: [a, b, c] }, write);
    recorder.done(b);
    recorder.made({ ...b });
    recorder.made(thing("d"));
    assert.deepEqual(names(recorder.snapshot()), ["b", "d", "a", "c"]);
  });

  it("a record must be replaced in its place", () => {
    const [a, b] = [thing("a"), thing("b")];
    const recorder = new Recorder({ ...emptySnapshot(), resources: [a, b] }, write);
    const deleting = { ...a, delete: true };
    recorder.replace(a, deleting);
    assert.deepEqual(recorder.snapshot().resources, [deleting, b]);
    recorder.done(deleting);
    assert.deepEqual(recorder.snapshot().resources, [b]);
  });

  it("what a refresh found must take the place of the base only", () => {
    const [a, b] = [thing("a"), thing("b")];
    const recorder = new Recorder({ ...emptySnapshot(), resources: [a] }, write);
    recorder.made(b);
    recorder.rebase([thing("c")]);
    assert.deepEqual(names(recorder.snapshot()), ["b", "c"]);
  });

  it("only creations that an earlier run did not see end must be kept pending", () => {
    const [a, b, c] = [thing("a"), thing("b"), thing("c")];
    const base = {
      ...emptySnapshot(),
      pendingOperations: [
        { type: "creating" as const, resource: a },
        { type: "deleting" as const, resource: b },
      ],
    };
    const recorder = new Recorder(base, write);
    recorder.begin("updating", c);
    const pending = () => recorder.snapshot().pendingOperations.map((operation) => operation.resource);
    assert.deepEqual(pending(), [c, a]);
    recorder.end(c);
    assert.deepEqual(pending(), [a]);
  });

  it("changes in one turn must be one save, and changes during a save one more for all", async () => {
    const recorder = new Recorder(emptySnapshot(), write);
    recorder.made(thing("a"));
    const first = recorder.saved();
    recorder.made(thing("b"));
    const second = recorder.saved();
    await turn();
    assert.deepEqual(
      saves.map(({ snapshot }) => names(snapshot)),
      [["a", "b"]],
    );

    recorder.made(thing("c"));
    const later = [recorder.saved()];
    recorder.made(thing("d"));
    later.push(recorder.saved());
    await turn();
    assert.equal(saves.length, 1);
    saves[0]?.done();
    await Promise.all([first, second]);
    await turn();
    assert.deepEqual(names(saves[1]?.snapshot as Snapshot), ["a", "b", "c", "d"]);
    saves[1]?.done();
    await Promise.all(later);
  });

  it("who changes nothing must still wait for what is being saved, and not save again", async () => {
    const recorder = new Recorder(emptySnapshot(), write);
    await recorder.saved();
    recorder.made(thing("a"));
    void recorder.saved();
    await turn();
    let isSaved = false;
    const waiting = recorder.saved().then(() => (isSaved = true));
    await turn();
    assert.equal(isSaved, false);
    saves[0]?.done();
    await waiting;
    assert.equal(saves.length, 1);
  });

  it("a save that fails must tell what happened since the last one, and the next one try anew", async () => {
    const recorder = new Recorder(emptySnapshot(), write);
    const [a, b] = [thing("a"), thing("b")];
    recorder.begin("creating", a);
    recorder.begin("creating", b);
    recorder.end(a);
    recorder.made({ ...a, id: "1" });
    recorder.end(b, "failed");
    const failing = recorder.saved();
    await turn();
    saves[0]?.fail(new Error("the disk is full"));
    await assert.rejects(failing, (error: Error) => {
      assert.equal(error.name, "SaveFailedError");
      assert.match(error.message, /the disk is full/);
      assert.match(error.message, /does not know what happened since:\n {2}created .*::a$/);
      return true;
    });

    const again = recorder.saved();
    await turn();
    assert.deepEqual(names(saves[1]?.snapshot as Snapshot), ["a"]);
    saves[1]?.done();
    await again;
    await recorder.saved();
    assert.equal(saves.length, 2);
  });
});
