import assert from "node:assert/strict";
import { paintIf } from "../../../cli/colour";
import { changedNames, changeLines, detailLines } from "../../../cli/display/change-lines";
import { dangerOf } from "../../../cli/display/dangers";
import { PlannedChanges } from "../../../cli/display/planned-changes";
import type { ShownStep } from "../../../cli/display/property-changes";
import type { StepState } from "../../../engine/events/engine-event";
import { signatureKey, signatures, unknownSentinels } from "../../../engine/values";
import { CANARY, stream } from "./streams";

const urn = "urn:pulumi:dev::test::moorage:index:Container::app";
const plain = paintIf(false);
const secret = { [signatureKey]: signatures.secret, value: CANARY };

function stateOf(inputs: object, outputs: object = inputs): StepState {
  const type = "moorage:index:Container";
  return {
    type,
    urn,
    custom: true,
    id: "1",
    parent: "",
    inputs: { ...inputs },
    outputs: { ...outputs },
    provider: "",
  };
}

/** An update from some inputs to others. */
function update(old: object, now: object, rest: Partial<ShownStep> = {}): ShownStep {
  const states = { old: stateOf(old), new: stateOf(now) };
  return { op: "update", urn, type: states.new.type, ...states, detailedDiff: null, provider: "", ...rest };
}

describe("what a step changes", () => {
  const cases: [string, ShownStep, string[]][] = [
    ["a text", update({ image: "a:1" }, { image: "a:2" }), ['~ image: "a:1" → "a:2"']],
    [
      "what comes and what goes",
      update({ a: 1, b: true }, { b: true, c: null, d: [1] }),
      ["- a: 1", "+ d: [1]"],
    ],
    [
      "values deep in objects and lists",
      update(
        { ports: [{ host: 80, opts: { a: 1 } }], labels: { "io.x/y": "1" } },
        { ports: [{ host: 81, opts: { a: 1 } }], labels: { "io.x/y": "2" } },
      ),
      ['~ labels["io.x/y"]: "1" → "2"', "~ ports[0].host: 80 → 81"],
    ],
    [
      "an element in the middle of a list, and not those behind it",
      update({ command: ["run", "a", "b"] }, { command: ["run", "x", "a", "b"] }),
      ['+ command[1]: "x"'],
    ],
    [
      "elements that go, that come and that change",
      update({ l: ["a", "b", "c", "d"] }, { l: ["b", "C", "d", "e"] }),
      ['- l[0]: "a"', '~ l[1]: "c" → "C"', '+ l[3]: "e"'],
    ],
    ["another kind of value", update({ a: [1] }, { a: { b: 1 } }), ["~ a: [1] → { b: 1 }"]],
    ["what is not known yet", update({ a: "1" }, { a: unknownSentinels.string }), ['~ a: "1" → [unknown]']],
    ["a secret", update({ a: secret }, { a: secret }, { diffs: ["a"] }), ["~ a: [secret] → [secret]"]],
    [
      "a secret in a list, of which the provider tells",
      update(
        { env: { A: secret } },
        { env: { A: secret } },
        {
          detailedDiff: { "env.A": { diffKind: "update", inputDiff: true } },
        },
      ),
      ["~ env.A: [secret] → [secret]"],
    ],
    [
      "what the provider observed, beside what is wanted",
      {
        ...update(
          { image: "a" },
          { image: "a" },
          {
            detailedDiff: { image: { diffKind: "update", inputDiff: false } },
          },
        ),
        old: stateOf({ image: "a" }, { image: "by hand" }),
      },
      ['~ image: "by hand" → "a"'],
    ],
    [
      "what a refresh found, beside what was wanted",
      {
        ...update(
          { image: "a" },
          { image: "a" },
          {
            isFound: true,
            detailedDiff: { image: { diffKind: "update", inputDiff: false } },
          },
        ),
        new: stateOf({ image: "a" }, { image: "by hand" }),
      },
      ['~ image: "a" → "by hand"'],
    ],
    [
      "what makes a replacement necessary",
      update({ host: "a", name: "x" }, { host: "b", name: "y" }, { op: "replace", keys: ["host"] }),
      ['~ host: "a" → "b" (replaces)', '~ name: "x" → "y"'],
    ],
    [
      "the same by the provider's account",
      update(
        { host: "a" },
        { host: "b" },
        {
          detailedDiff: { host: { diffKind: "update-replace", inputDiff: true } },
        },
      ),
      ['~ host: "a" → "b" (replaces)'],
    ],
    [
      "what is not to be shown",
      { ...update({}, {}), old: stateOf({ a: "x" }), new: { ...stateOf({ a: "y" }), hideDiffs: [["a"]] } },
      ["~ a: [not shown]"],
    ],
    [
      "a long text, by its ends",
      update({ a: `begin ${"x".repeat(200)} end` }, { a: "" }),
      [`~ a: "begin ${"x".repeat(24)}…${"x".repeat(25)} end" → ""`],
    ],
    [
      "a file, by its place and hash",
      update(
        { a: { [signatureKey]: signatures.asset, path: "./app.conf", hash: "0123456789" } },
        { a: { [signatureKey]: signatures.asset, path: "./app.conf", hash: "9876543210" } },
      ),
      ["~ a: asset(./app.conf 01234567) → asset(./app.conf 98765432)"],
    ],
    ["nothing of what stays", { ...update({ a: 1 }, { a: 2 }), op: "same" }, []],
  ];
  for (const [what, step, lines] of cases) {
    it(`must be told of ${what}`, () => {
      assert.deepEqual(changeLines(step, plain), lines);
    });
  }

  it("must be told as a whole where it is too much to compare", () => {
    const numbers = (from: number): number[] => Array.from({ length: 2000 }, (_, index) => from + index);
    const [line] = changeLines(update({ l: numbers(0) }, { l: numbers(5000) }), plain);
    assert.match(line ?? "", /^~ l: \[0, 1, .*….* → \[5000, /);
    const text = (from: number): string => numbers(from).join("\n");
    assert.equal(detailLines(update({ t: text(0) }, { t: text(5000) }), plain).length, 1);
  });

  it("must be told by names in one line", () => {
    const step = update({ image: "a", ports: [1] }, { image: "b", ports: [1, 2], env: {} });
    assert.equal(changedNames(step), "+env ~image +ports[1]");
  });

  it("must be told line by line in detail where it is a long text", () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    const now = lines.map((line) => (line === "line 6" ? "another" : line));
    assert.deepEqual(detailLines(update({ conf: lines.join("\n") }, { conf: now.join("\n") }), plain), [
      "~ conf:",
      "    line 5",
      "     line 4",
      "     line 5",
      "    -line 6",
      "    +another",
      "     line 7",
      "     line 8",
    ]);
  });

  it("must be told in detail of what is made and of what is deleted as a whole", () => {
    const made = { ...update({}, { image: "a", token: secret }), old: null, op: "create" as const };
    assert.deepEqual(detailLines(made, plain), ['+ image: "a"', "+ token: [secret]"]);
    const gone = { ...update({ image: "a" }, {}), new: null, op: "delete" as const };
    assert.deepEqual(detailLines(gone, plain), ['- image: "a"']);
  });
});

describe("what is about to change", () => {
  it("must have the names by kinds, many shortened", () => {
    const planned = new PlannedChanges();
    for (let index = 0; index < 15; index++) {
      const metadata = { ...update({}, {}), old: null, op: "create" as const, logical: true };
      const event = { ...metadata, urn: `${urn}-${index}` };
      planned.add({ sequence: index, timestamp: 0, resourcePreEvent: { metadata: event } });
    }
    const names = Array.from({ length: 12 }, (_, index) => `app-${index}`).join(", ");
    assert.equal(planned.text(plain), `   + 15 to create: ${names} and 3 more\n`);
  });

  it("must have the type where a name is that of several", () => {
    const planned = new PlannedChanges();
    for (const [index, [noun, name]] of [
      ["Image", "web"],
      ["Container", "web"],
      ["Host", "vm"],
    ].entries()) {
      const metadata = { ...update({}, {}), old: null, op: "create" as const, logical: true };
      const event = { ...metadata, urn: `urn:pulumi:dev::shop::moorage:index:${noun}::${name}` };
      planned.add({ sequence: index, timestamp: 0, resourcePreEvent: { metadata: event } });
    }
    assert.equal(planned.text(plain), "   + 3 to create: web (Image), web (Container), vm\n");
  });

  it("must tell of drift that a refresh would take over", async () => {
    const planned = new PlannedChanges();
    for (const event of await stream("refresh")) planned.add(event);
    assert.equal(planned.text(plain), "   ~ 1 drifted: front\n   - 1 gone: worker\n");
  });

  it("must be empty where nothing changes", async () => {
    const planned = new PlannedChanges();
    for (const event of await stream("nothing changes")) planned.add(event);
    assert.ok(planned.isEmpty);
  });

  const volume = { ...update({ forceDestroy: true }, {}), type: "moorage:index:Volume" };
  const dangers: [string, ShownStep, RegExp | undefined][] = [
    [
      "a volume that goes with its data",
      { ...volume, op: "delete" },
      /deletes the volume app with all the data/,
    ],
    ["a volume that is replaced", { ...volume, op: "replace" }, /replaces the volume app with all the data/],
    [
      "a volume that goes only if it is empty",
      { ...volume, op: "delete", old: stateOf({}) },
      /is to be deleted; it is refused if there is data/,
    ],
    [
      "a volume that is kept",
      { ...volume, op: "delete", old: { ...stateOf({}), retainOnDelete: true } },
      undefined,
    ],
    ["a host that is replaced", { ...volume, type: "moorage:index:Host", op: "replace" }, /everything on it/],
    ["a host that goes", { ...volume, type: "moorage:index:Host", op: "delete" }, undefined],
    [
      "a volume of Docker's package",
      { ...volume, type: "docker:index/volume:Volume", op: "delete" },
      /all the data/,
    ],
    [
      "a container that is replaced",
      { ...volume, type: "moorage:index:Container", op: "replace" },
      undefined,
    ],
  ];
  for (const [what, step, warning] of dangers) {
    it(`must ${warning ? "warn of" : "be silent about"} ${what}`, () => {
      assert.match(dangerOf(step) ?? "", warning ?? /^$/);
    });
  }
});
