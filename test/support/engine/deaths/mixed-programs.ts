import { group, outputOf, plain, provider, read, secret } from "../trial/directed";
import type { Program, Value } from "../trial/program";

const serialOf = (of: string): Value => outputOf(of, "serial");

/** What the stack has before the change. */
export const before: Program = {
  resources: [
    group("group"),
    provider("other", { tone: "low" }),
    plain("kept", { value: "x" }),
    plain("updated", { value: "old", note: secret("hush") }, { parent: "group" }),
    plain("replaced", { key: "one" }, { parent: "group" }),
    plain("deleted-first", { slot: "one" }),
    plain("dependent", { value: serialOf("deleted-first"), more: serialOf("replaced") }),
    plain("removed", { value: serialOf("dependent") }),
    plain("elsewhere", { value: "x" }, { provider: "other" }),
    read("found", "found-Plain-1"),
  ],
  outputs: { shown: serialOf("dependent") },
};

/** The change: each kind of step is in it. */
export const after: Program = {
  resources: [
    group("group"),
    provider("other", { tone: "high" }),
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
    read("found", "found-Plain-1"),
  ],
  outputs: { shown: serialOf("created") },
};
