import type { Declared, Options, Program, Value } from "../trial/program";

type Properties = Readonly<Record<string, string | Value>>;

function declare(kind: Declared["kind"], name: string, properties: Properties, options: Options): Declared {
  const types = {
    resource: "lab:index:Plain",
    read: "lab:index:Plain",
    component: "trial:index:Group",
    provider: "lab",
  };
  const values = Object.entries(properties).map(([key, value]): [string, Value] => [
    key,
    typeof value === "string" ? { literal: value } : value,
  ]);
  return { slot: name, name, kind, type: types[kind], properties: Object.fromEntries(values), options };
}

const plain = (name: string, properties: Properties, options: Options = {}) =>
  declare("resource", name, properties, options);
const group = (name: string) => declare("component", name, {}, {});
const serialOf = (of: string): Value => ({ of, output: "serial" });
const secret = (text: string): Value => ({ secret: { literal: text } });

/** What the stack has before the change. */
export const before: Program = {
  resources: [
    group("group"),
    declare("provider", "other", { tone: "low" }, {}),
    plain("kept", { value: "x" }),
    plain("updated", { value: "old", note: secret("hush") }, { parent: "group" }),
    plain("replaced", { key: "one" }, { parent: "group" }),
    plain("deleted-first", { slot: "one" }),
    plain("dependent", { value: serialOf("deleted-first"), more: serialOf("replaced") }),
    plain("removed", { value: serialOf("dependent") }),
    plain("elsewhere", { value: "x" }, { provider: "other" }),
    declare("read", "found", {}, { import: "found-Plain-1" }),
  ],
  outputs: { shown: serialOf("dependent") },
};

/** The change: each kind of step is in it. */
export const after: Program = {
  resources: [
    group("group"),
    declare("provider", "other", { tone: "high" }, {}),
    plain("kept", { value: "x" }),
    plain("updated", { value: "new", note: secret("hush") }, { parent: "group" }),
    plain("replaced", { key: "two" }, { parent: "group" }),
    plain("deleted-first", { slot: "two" }),
    plain("dependent", { value: serialOf("deleted-first"), more: serialOf("replaced") }),
    plain("created", { value: serialOf("dependent") }),
    plain("imported", { value: "found" }, { import: "found-Plain-2" }),
    group("team"),
    plain("member", { value: "x" }, { parent: "team", dependsOn: ["created"] }),
    plain("elsewhere", { value: "y" }, { provider: "other" }),
    declare("read", "found", {}, { import: "found-Plain-1" }),
  ],
  outputs: { shown: serialOf("created") },
};
