import { declare, group, outputOf, plain, programOf, provider, run, up, type Properties } from "./directed";
import type { Program } from "./program";
import type { Sequence } from "./sequence";

/** What is easily done otherwise than Pulumi's engine does it, each with the shortest sequence that shows it. */
export interface Trap {
  readonly title: string;
  readonly sequence: Sequence;
}

const gated = (slot: string, more: Properties = {}): Program =>
  programOf(
    plain("a", { slot, ...more }),
    plain("b", { key: outputOf("a", "serial") }),
    plain("c", { value: outputOf("b", "serial") }),
  );

const oldPlain = (name: string, properties: Properties) =>
  declare("resource", "old:index:Plain", name, properties, {});

/** One pattern for all, another word for one package, and one of a type of another. */
const named = {
  "trial:colour": "blue",
  "pulumi:autonaming": {
    pattern: "${project}-${stack}-${name}",
    providers: {
      old: { mode: "verbatim" },
      lab: { resources: { "lab:index:Plain": { pattern: "${config.colour}-${name}", enforce: true } } },
    },
  },
};

export const traps: readonly Trap[] = [
  {
    title: "a same step must keep the new inputs and the old outputs, and a provider its old configuration",
    sequence: [
      up(
        programOf(
          provider("p", { quiet: "old" }),
          plain("a", { value: "x", quiet: "old" }, { provider: "p" }),
        ),
      ),
      up(
        programOf(
          provider("p", { quiet: "new" }),
          plain("a", { value: "x", quiet: "new" }, { provider: "p" }),
        ),
      ),
      up(
        programOf(
          provider("p", { quiet: "new" }),
          plain("a", { value: "y", quiet: "new" }, { provider: "p" }),
        ),
      ),
    ],
  },
  {
    title: "a partly failed update must be repaired, even if the program was turned back",
    sequence: [
      up(programOf(plain("a", { value: "x" }))),
      up(programOf(plain("a", { value: "y" })), {
        faults: [{ method: "update", name: "a", kind: "partial" }],
      }),
      up(programOf(plain("a", { value: "x" }))),
    ],
  },
  {
    title: "a provider that asks for a refresh before updates must get it",
    sequence: [
      up(programOf(plain("a", { value: "x" }, {}, "Stale"))),
      up(programOf(plain("a", { value: "x" }, {}, "Stale")), {
        drift: [{ id: "a-Stale-1", change: { property: "value", to: "drifted" } }],
      }),
    ],
  },
  {
    title: "default providers must be named by their version, and configured by the stack",
    sequence: [
      up(programOf(plain("a", { value: "x" }, { version: "2.0.0-rc.1" }), plain("b", { value: "x" })), {
        config: { "lab:tone": "low" },
      }),
      up(programOf(plain("a", { value: "x" }, { version: "2.0.0-rc.1" }), plain("b", { value: "x" })), {
        config: { "lab:tone": "low" },
      }),
    ],
  },
  {
    title: "a refresh must tell what has happened to a resource, not what would be done about it",
    sequence: [
      up(programOf(plain("a", { value: "x", note: "n" }))),
      run("refresh", programOf(plain("a", { value: "x", note: "n" })), {
        drift: [
          { id: "a-Plain-1", change: { property: "value", to: "drifted" } },
          { id: "a-Plain-1", change: { property: "note" } },
        ],
      }),
      up(programOf(plain("a", { value: "x", note: "n" }))),
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
        programOf(
          plain("a", { value: "x", note: "n" }, { ignoreChanges: ["value"] }),
          plain("b", { value: "x" }, { replaceOnChanges: ["value"] }),
          plain("c", { value: "x" }, {}, "Unsure"),
        ),
      ),
      up(
        programOf(
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
      up(programOf(plain("a", { key: "one" }), plain("b", { value: "x" }))),
      up({ ...programOf(plain("a", { key: "two" })), throws: true }),
      up(programOf(plain("a", { key: "two" }))),
    ],
  },
  {
    title: "aliases of a parent must hold for its children",
    sequence: [
      up(programOf(group("g"), group("h", { parent: "g" }), plain("a", { value: "x" }, { parent: "h" }))),
      up(
        programOf(
          declare("component", "trial:index:Team", "g", {}, { aliases: [{ type: "trial:index:Group" }] }),
          group("h", { parent: "g" }),
          plain("a", { value: "x", whole: { resource: "g" } }, { parent: "h" }),
        ),
      ),
    ],
  },
  {
    title: "aliases that go round among three must leave each its own record, and may be passed on",
    sequence: [
      up(programOf(plain("a", { value: "1" }), plain("b", { value: "2" }), plain("c", { value: "3" }))),
      up(
        programOf(
          plain("a", { value: "1" }, { aliases: [{ name: "b" }] }),
          plain("b", { value: "2" }, { aliases: [{ name: "c" }] }),
          plain("c", { value: "3" }, { aliases: [{ name: "a" }] }),
        ),
      ),
      up(
        programOf(
          plain("d", { value: "1" }, { aliases: [{ name: "b" }] }),
          plain("e", { value: "2" }, { aliases: [{ name: "c" }] }),
          plain("f", { value: "3" }, { aliases: [{ name: "a" }] }),
        ),
      ),
    ],
  },
  {
    title: "autonaming of the stack must reach providers, and decide on the order of replacements",
    sequence: [
      up(programOf(plain("a", { key: "one" }), oldPlain("o", { key: "one" })), { config: named }),
      up(programOf(plain("a", { key: "two" }), oldPlain("o", { key: "two" })), { config: named }),
    ],
  },
  {
    title: "a property larger than gRPC's own limit for messages must get to the plugin and back",
    sequence: [up(programOf(plain("a", { value: "x".repeat(5_000_000) })))],
  },
  {
    title: "an object that could not be deleted after its replacement must be deleted by the next run",
    sequence: [
      up(programOf(plain("a", { key: "one" }))),
      up(programOf(plain("a", { key: "two" })), {
        faults: [{ method: "delete", name: "a", kind: "refused" }],
      }),
      up(programOf(plain("a", { key: "two" }))),
    ],
  },
];
