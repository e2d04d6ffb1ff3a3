import assert from "node:assert/strict";
import { Rendezvous } from "../../support/engine/lab/rendezvous";
import { contestants } from "../../support/engine/trial/contestants";
import {
  declare,
  group,
  literal,
  outputOf,
  plain,
  programOf,
  provider,
  run,
  secret,
  up,
  type Properties,
} from "../../support/engine/trial/directed";
import type { Options, Program, Value } from "../../support/engine/trial/program";
import type { Sequence } from "../../support/engine/trial/sequence";
import { report, runTrial } from "../../support/engine/trial/trial";

const pair = (name: string, properties: Properties, options: Options = {}) =>
  declare("remote", "kit:index:Pair", name, properties, options);

/** A component with all that can be given to it, what depends on it, and its method. */
function program(word: string, options: Options = {}, more: Record<string, Value> = {}): Program {
  return {
    resources: [
      provider("deep", { tone: "deep" }),
      plain("before", { value: word }),
      group("outer"),
      pair(
        "pair",
        { value: outputOf("before", "serial"), note: secret(word) },
        { parent: "outer", dependsOn: ["before"], providers: ["deep"], ...options },
      ),
      plain("after", { value: outputOf("pair", "joined") }),
      plain("late", { value: literal("late") }, { dependsOn: ["pair"] }),
      plain("whole", { whole: { resource: "pair" } }),
    ],
    outputs: { joined: outputOf("pair", "joined"), ...more },
  };
}

const refused = { greet: literal("refused"), of: "couple" };
const greeting = { greet: literal("hello"), of: "pair" };

const sequences: Readonly<Record<string, Sequence>> = {
  "made, changed, asked and removed": [
    up(program("one", {}, { greeting })),
    up(program("one", {}, { greeting })),
    run("preview", program("two", {}, { hidden: { greet: secret("hush"), of: "pair" } })),
    up(program("two", { transform: true }, { hidden: { greet: secret("hush"), of: "pair" } })),
    run("refresh", program("two")),
    run("destroy", program("two")),
  ],
  "renamed, refused, protected and replaced": [
    up(programOf(pair("pair", { value: "one" }))),
    up(programOf(pair("couple", { value: "one" }, { aliases: [{ name: "pair" }] }))),
    up(programOf(pair("couple", { value: "one" }), pair("refused", { value: "one" }))),
    up({ ...programOf(pair("couple", { value: "two" }, { protect: true })), outputs: { refused } }),
    up(programOf(pair("couple", { value: "two" }, { protect: true }))),
    up(programOf(pair("couple", { value: "two" }, { protect: false }))),
    up(programOf(pair("couple", { value: "three" }, { replaceOnChanges: ["*"] }))),
    up(programOf(plain("other", { value: "one" }))),
  ],
};

/** Operations of the second sequence that its refused component, or method, makes fail. */
const refusals = [2, 3];

/** A component that a provider's process makes, by Construct and Call. */
describe("A component of a provider, under both engines", function () {
  this.timeout(600_000);
  let rendezvous: Rendezvous;
  before(async () => {
    rendezvous = await Rendezvous.open();
  });
  after(() => rendezvous.close());

  for (const [title, sequence] of Object.entries(sequences)) {
    it(`must be ${title} alike`, async () => {
      const key = `component-${title.slice(0, 4)}`;
      const trial = await runTrial(sequence, await contestants("real-ours", rendezvous, key));
      assert.equal(report(sequence, trial), "");
      assert.deepEqual(
        trial.outcomes.map(({ ok }) => ok),
        sequence.map((_operation, index) => !title.startsWith("renamed") || !refusals.includes(index)),
      );
      assert.equal(trial.broken, undefined);
      assert.equal(trial.raced, undefined);
    });
  }
});
