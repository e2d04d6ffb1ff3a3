import { declare, group, literal, outputOf, plain, programOf, provider, run, secret, up } from "./directed";
import type { Options } from "./program";
import type { Sequence } from "./sequence";

/** Options that bear upon each other: each pair once, as short as can be. */
export interface OptionPair {
  readonly pair: readonly [string, string];
  readonly sequence: Sequence;
}

const pair = (one: string, other: string, ...sequence: Sequence): OptionPair => ({
  pair: [one, other],
  sequence,
});

/** One resource with these options, whose property goes from one value to another. */
const changing = (property: string, options: Options) =>
  ["one", "two"].map((value) => up(programOf(plain("a", { [property]: value }, options))));

const team = (name: string, options: Options = {}) =>
  declare("component", "trial:index:Team", name, {}, options);

export const pairs: readonly OptionPair[] = [
  pair(
    "parent",
    "aliases",
    up(
      programOf(group("g"), group("inner", { parent: "g" }), plain("a", { value: "x" }, { parent: "inner" })),
    ),
    up(
      programOf(
        group("h", { aliases: [{ name: "g" }] }),
        group("inner", { parent: "h" }),
        plain("a", { value: "x" }, { parent: "inner" }),
      ),
    ),
    up(
      programOf(
        group("h"),
        group("inner", { parent: "h" }),
        plain("a", { value: "x" }, { aliases: [{ parent: "inner" }] }),
      ),
    ),
  ),
  pair(
    "protect",
    "replace",
    ...changing("key", { protect: true }),
    up(programOf(plain("a", { key: "one" }, { protect: true })), { flags: { replace: ["a"] } }),
    up(programOf(plain("a", { key: "two" }))),
  ),
  pair(
    "protect",
    "continueOnError",
    up(
      programOf(
        plain("a", { value: "x" }, { protect: true }),
        plain("b", { value: outputOf("a", "serial") }),
      ),
    ),
    run("destroy", programOf(), { flags: { continueOnError: true } }),
  ),
  pair(
    "deleteBeforeReplace",
    "dependsOn",
    ...["one", "two"].map((key) =>
      up(
        programOf(
          plain("a", { key }, { deleteBeforeReplace: true }),
          plain("b", { value: "x" }, { dependsOn: ["a"] }),
          plain("c", { key: outputOf("a", "serial") }),
        ),
      ),
    ),
  ),
  pair(
    "deleteBeforeReplace",
    "replaceWith",
    ...["one", "two"].map((key) =>
      up(
        programOf(
          plain("a", { key }, { deleteBeforeReplace: true }),
          plain("b", { value: "x" }, { replaceWith: ["a"] }),
        ),
      ),
    ),
  ),
  pair(
    "ignoreChanges",
    "replaceOnChanges",
    ...changing("value", { ignoreChanges: ["value"], replaceOnChanges: ["value", "note"] }),
    up(
      programOf(
        plain("a", { value: "two", note: "n" }, { ignoreChanges: ["value"], replaceOnChanges: ["*"] }),
      ),
    ),
  ),
  pair(
    "deletedWith",
    "retainOnDelete",
    up(
      programOf(
        plain("a", { value: "x" }),
        plain("kept", { value: "x" }, { retainOnDelete: true }),
        plain("b", { value: "x" }, { deletedWith: "a" }),
        plain("c", { value: "x" }, { deletedWith: "kept" }),
        plain("d", { value: "x" }, { deletedWith: "a", retainOnDelete: true }),
      ),
    ),
    up(programOf()),
  ),
  pair(
    "retainOnDelete",
    "replace",
    ...changing("key", { retainOnDelete: true }),
    ...changing("slot", { retainOnDelete: true }),
  ),
  pair(
    "import",
    "ignoreChanges",
    up(programOf(plain("a", { value: "other" }, { import: "found-Plain-1", ignoreChanges: ["value"] }))),
    up(programOf(plain("a", { value: "another" }, { import: "found-Plain-1" }))),
  ),
  pair(
    "import",
    "aliases",
    up(programOf(plain("a", { value: "found" }, { import: "found-Plain-1" }))),
    up(programOf(plain("b", { value: "found" }, { import: "found-Plain-1", aliases: [{ name: "a" }] }))),
  ),
  pair(
    "targets",
    "replace",
    up(programOf(plain("a", { value: "x" }), plain("b", { value: outputOf("a", "serial") }))),
    up(programOf(plain("a", { value: "x" }), plain("b", { value: outputOf("a", "serial") })), {
      flags: { targets: ["a"], replace: ["b"] },
    }),
    up(programOf(plain("a", { value: "x" }), plain("b", { value: outputOf("a", "serial") })), {
      flags: { targets: ["a"], replace: ["a"], targetDependents: true },
    }),
  ),
  pair(
    "excludes",
    "dependsOn",
    up(programOf(plain("a", { value: "x" }), plain("b", { value: "x" }, { dependsOn: ["a"] }))),
    up(programOf(plain("a", { value: "y" }), plain("b", { value: "y" }, { dependsOn: ["a"] })), {
      flags: { excludes: ["a"] },
    }),
    run("destroy", programOf(), { flags: { excludes: ["a"] } }),
  ),
  pair(
    "customTimeouts",
    "replace",
    up(programOf(plain("a", { key: "one" }, { customTimeouts: { create: "5m", delete: "1h30m" } }))),
    up(programOf(plain("a", { key: "one" }, { customTimeouts: { create: "6m" } }))),
    up(programOf(plain("a", { key: "two" }, { customTimeouts: { create: "7m", update: "30s" } }))),
  ),
  pair(
    "additionalSecretOutputs",
    "outputs",
    ...[{ additionalSecretOutputs: ["serial", "value"] }, {}].map((options) =>
      up({
        ...programOf(plain("a", { value: "x" }, options), plain("b", { value: outputOf("a", "serial") })),
        outputs: { shown: outputOf("a", "serial"), hidden: { list: [secret("s"), literal(1)] } },
      }),
    ),
  ),
  pair(
    "transforms",
    "aliases",
    up(programOf(plain("a", { value: "x" }, { transform: true }))),
    up(programOf(plain("b", { value: "x" }, { transform: true, aliases: [{ name: "a" }] }))),
    up(programOf(plain("b", { value: "x" }))),
  ),
  pair(
    "transforms",
    "ignoreChanges",
    up(programOf(plain("a", { value: "x", note: "own" }))),
    up(programOf(plain("a", { value: "x", note: "own" }, { transform: true, ignoreChanges: ["note"] }))),
  ),
  pair(
    "hooks",
    "replace",
    ...changing("key", { hooks: ["beforeCreate", "afterCreate", "beforeDelete", "afterDelete"] }),
    up(programOf(plain("a", { key: "two", slot: "s" }, { hooks: ["afterCreate", "beforeDelete"] }))),
    run(
      "destroy",
      programOf(plain("a", { key: "two", slot: "s" }, { hooks: ["afterCreate", "beforeDelete"] })),
      {
        flags: { runProgram: true },
      },
    ),
  ),
  pair(
    "provider",
    "aliases",
    up(programOf(provider("p", { tone: "low" }), plain("a", { value: "x" }, { provider: "p" }))),
    up(
      programOf(
        provider("q", { tone: "low" }, { aliases: [{ name: "p" }] }),
        plain("a", { value: "x" }, { provider: "q" }),
      ),
    ),
  ),
  pair(
    "provider",
    "protect",
    ...["north", "south"].map((zone) =>
      up(programOf(provider("p", { zone }), plain("a", { value: "x" }, { provider: "p", protect: true }))),
    ),
  ),
  pair(
    "replaceWith",
    "protect",
    ...["one", "two"].map((key) =>
      up(programOf(plain("a", { key }), plain("b", { value: "x" }, { replaceWith: ["a"], protect: true }))),
    ),
  ),
  pair(
    "refresh",
    "ignoreChanges",
    up(programOf(plain("a", { value: "x" }, { ignoreChanges: ["value"] }))),
    up(programOf(plain("a", { value: "y" }, { ignoreChanges: ["value"] })), {
      flags: { refresh: true },
      drift: [{ id: "a-Plain-1", change: { property: "value", to: "drifted" } }],
    }),
    up(programOf(plain("a", { value: "y" }, { protect: true })), {
      flags: { refresh: true },
      drift: [{ id: "a-Plain-1", change: "gone" }],
    }),
  ),
  pair(
    "refresh",
    "runProgram",
    up(programOf(plain("a", { value: "x" }), plain("b", { value: "x" }), plain("c", { value: "x" }))),
    up(programOf(plain("a", { value: "x" }), plain("b", { value: "y" })), {
      flags: { refresh: true, runProgram: true },
      drift: [
        { id: "a-Plain-1", change: { property: "value", to: "drifted" } },
        { id: "b-Plain-1", change: "gone" },
      ],
    }),
  ),
  pair(
    "parent",
    "refresh",
    up(programOf(group("g"), plain("a", { value: "x" }, { parent: "g" }), plain("b", {}, { parent: "a" }))),
    run("refresh", programOf(), { drift: [{ id: "a-Plain-1", change: "gone" }] }),
  ),
  pair(
    "aliases",
    "dependsOn",
    up(programOf(plain("a", { value: "x" }), plain("b", { value: "x" }, { dependsOn: ["a"] }))),
    // Each takes the other's name: nothing tells any more who came first.
    up(
      programOf(
        plain("b", { value: "x" }, { aliases: [{ name: "a" }] }),
        plain("a", { value: "x" }, { aliases: [{ name: "b" }], dependsOn: ["b"] }),
      ),
    ),
    up(programOf(plain("a", { value: "x" }))),
  ),
  pair(
    "aliases",
    "type",
    up(programOf(group("g"), plain("a", { key: "one" }, { parent: "g" }))),
    up(
      programOf(
        team("g", { aliases: [{ type: "trial:index:Group" }] }),
        plain("a", { key: "two" }, { parent: "g", deleteBeforeReplace: true }),
      ),
    ),
  ),
  pair(
    "version",
    "aliases",
    up(programOf(plain("a", { value: "x" }, { version: "1.2.3" }))),
    up(programOf(plain("b", { value: "y" }, { version: "2.0.0-rc.1", aliases: [{ name: "a" }] }))),
  ),
];
