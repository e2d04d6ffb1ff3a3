import type { Json } from "../lab/wire";
import type { Declared, Options, Program, Value } from "./program";
import type { Operation, Sequence } from "./sequence";

/** What is easily done otherwise than Pulumi's engine does it, each with the shortest sequence that shows it. */
export interface Trap {
  readonly title: string;
  readonly sequence: Sequence;
}

const literal = (value: Json): Value => ({ literal: value });
const output = (of: string, name: string): Value => ({ of, output: name });

type Properties = Readonly<Record<string, Value | string>>;

function declare(
  kind: Declared["kind"],
  type: string,
  name: string,
  properties: Properties,
  options: Options,
): Declared {
  const values = Object.entries(properties).map(([key, value]): [string, Value] => [
    key,
    typeof value === "string" ? literal(value) : value,
  ]);
  return { slot: name, name, kind, type, properties: Object.fromEntries(values), options };
}

const plain = (name: string, properties: Properties, options: Options = {}, kind = "Plain") =>
  declare("resource", `lab:index:${kind}`, name, properties, options);
const group = (name: string, options: Options = {}) =>
  declare("component", "trial:index:Group", name, {}, options);
const provider = (name: string, properties: Properties, options: Options = {}) =>
  declare("provider", "lab", name, properties, options);

const program = (...resources: Declared[]): Program => ({ resources, outputs: {} });
const run = (command: Operation["command"], of: Program, more: Partial<Operation> = {}): Operation => ({
  command,
  program: of,
  flags: {},
  faults: [],
  drift: [],
  config: {},
  ...more,
});
const up = (of: Program, more: Partial<Operation> = {}) => run("up", of, more);

const gated = (slot: string, more: Properties = {}): Program =>
  program(
    plain("a", { slot, ...more }),
    plain("b", { key: output("a", "serial") }),
    plain("c", { value: output("b", "serial") }),
  );

export const traps: readonly Trap[] = [
  {
    title: "a same step must keep the new inputs and the old outputs, and a provider its old configuration",
    sequence: [
      up(
        program(provider("p", { quiet: "old" }), plain("a", { value: "x", quiet: "old" }, { provider: "p" })),
      ),
      up(
        program(provider("p", { quiet: "new" }), plain("a", { value: "x", quiet: "new" }, { provider: "p" })),
      ),
      up(
        program(provider("p", { quiet: "new" }), plain("a", { value: "y", quiet: "new" }, { provider: "p" })),
      ),
    ],
  },
  {
    title: "a partly failed update must be repaired, even if the program was turned back",
    sequence: [
      up(program(plain("a", { value: "x" }))),
      up(program(plain("a", { value: "y" })), { faults: [{ method: "update", name: "a", kind: "partial" }] }),
      up(program(plain("a", { value: "x" }))),
    ],
  },
  {
    title: "a provider that asks for a refresh before updates must get it",
    sequence: [
      up(program(plain("a", { value: "x" }, {}, "Stale"))),
      up(program(plain("a", { value: "x" }, {}, "Stale")), {
        drift: [{ id: "a-Stale-1", change: { property: "value", to: "drifted" } }],
      }),
    ],
  },
  {
    title: "default providers must be named by their version, and configured by the stack",
    sequence: [
      up(program(plain("a", { value: "x" }, { version: "2.0.0-rc.1" }), plain("b", { value: "x" })), {
        config: { "lab:tone": "low" },
      }),
      up(program(plain("a", { value: "x" }, { version: "2.0.0-rc.1" }), plain("b", { value: "x" })), {
        config: { "lab:tone": "low" },
      }),
    ],
  },
  {
    title: "a refresh must tell what has happened to a resource, not what would be done about it",
    sequence: [
      up(program(plain("a", { value: "x", note: "n" }))),
      run("refresh", program(plain("a", { value: "x", note: "n" })), {
        drift: [
          { id: "a-Plain-1", change: { property: "value", to: "drifted" } },
          { id: "a-Plain-1", change: { property: "note" } },
        ],
      }),
      up(program(plain("a", { value: "x", note: "n" }))),
    ],
  },
  {
    title: "who is replaced before its dependents are must take along those that an unknown would replace",
    sequence: [up(gated("one")), up(gated("two")), up(gated("three"))],
  },
  {
    title:
      "ignoreChanges must act before Check, replaceOnChanges after Diff, and an unknown Diff compare the inputs",
    sequence: [
      up(
        program(
          plain("a", { value: "x", note: "n" }, { ignoreChanges: ["value"] }),
          plain("b", { value: "x" }, { replaceOnChanges: ["value"] }),
          plain("c", { value: "x" }, {}, "Unsure"),
        ),
      ),
      up(
        program(
          plain("a", { value: "y", note: "m" }, { ignoreChanges: ["value"] }),
          plain("b", { value: "y" }, { replaceOnChanges: ["value"] }),
          plain("c", { value: "y" }, {}, "Unsure"),
        ),
      ),
    ],
  },
  {
    title:
      "nothing must be deleted before the program has ended well, and what was replaced must be deleted later",
    sequence: [
      up(program(plain("a", { key: "one" }), plain("b", { value: "x" }))),
      up({ ...program(plain("a", { key: "two" })), throws: true }),
      up(program(plain("a", { key: "two" }))),
    ],
  },
  {
    title: "aliases of a parent must hold for its children",
    sequence: [
      up(program(group("g"), group("h", { parent: "g" }), plain("a", { value: "x" }, { parent: "h" }))),
      up(
        program(
          declare("component", "trial:index:Team", "g", {}, { aliases: [{ type: "trial:index:Group" }] }),
          group("h", { parent: "g" }),
          plain("a", { value: "x", whole: { resource: "g" } }, { parent: "h" }),
        ),
      ),
    ],
  },
  {
    title: "an object that could not be deleted after its replacement must be deleted by the next run",
    sequence: [
      up(program(plain("a", { key: "one" }))),
      up(program(plain("a", { key: "two" })), { faults: [{ method: "delete", name: "a", kind: "refused" }] }),
      up(program(plain("a", { key: "two" }))),
    ],
  },
];
