import type { Fault } from "../lab/cloud";
import { outputOf, plain, programOf, read, run, up } from "./directed";
import type { Program } from "./program";
import type { Sequence } from "./sequence";

const foundNames = ["v", "w", "x", "y", "z"];

/** Each way to fail, met in the middle of a sequence: what is left, and how the next run mends it. */
export const faultSequences: readonly Sequence[] = [
  ...(["check", "diff"] as const).map((method) => sequenceOf({ method, kind: "refused" })),
  ...(["create", "update", "delete", "read"] as const).flatMap((method) => [
    sequenceOf({ method, kind: "refused" }),
    sequenceOf({ method, kind: "partial" }),
    sequenceOf({ method, kind: "partial" }, true),
  ]),
  sequenceOfAll({ method: "diff", kind: "refused" }),
  ...(["create", "update", "delete", "read"] as const).flatMap((method) => [
    sequenceOfAll({ method, kind: "refused" }),
    sequenceOfAll({ method, kind: "partial" }),
  ]),
  // Where it goes on, what waits for the value of one that failed is checked without it.
  ...(["refused", "partial"] as const).map((kind): Sequence => [
    up(
      programOf(
        plain("a", { value: "x" }, {}, "Terse"),
        plain("b", { value: outputOf("a", "token") }),
        plain("c", { value: "y" }),
      ),
      { flags: { continueOnError: true }, faults: [{ method: "create", name: "a", kind }] },
    ),
  ]),
  // What was read only is forgotten.
  [up(programOf(...foundNames.map((name) => read(name, "found-Plain-1")))), up(programOf())],
];

/** Three that need nothing of each other fail, and are tried again. */
function sequenceOfAll(fault: Omit<Fault, "name">): Sequence {
  const { method } = fault;
  const all = (value: string): Program => programOf(...["a", "b", "c"].map((name) => plain(name, { value })));
  const changed = method === "delete" ? programOf() : all("second");
  return [
    up(method === "create" ? programOf() : all("first")),
    up(changed, {
      flags: { continueOnError: true, ...(method === "read" ? { refresh: true } : {}) },
      faults: [{ ...fault, name: "*" }],
    }),
    up(changed),
  ];
}

function sequenceOf(fault: Omit<Fault, "name">, continueOnError = false): Sequence {
  const { method } = fault;
  const begun = chain(method === "create" ? [] : ["first"]);
  const changed = chain(method === "delete" ? [] : [method === "create" ? "first" : "second"]);
  const isRead = method === "read";
  return [
    up(begun),
    run(isRead ? "refresh" : "up", changed, {
      flags: continueOnError && !isRead ? { continueOnError } : {},
      faults: [{ ...fault, name: "a" }],
    }),
    up(changed),
  ];
}

/** `a` with this value, if any; `b`, which needs it; and `c`, which needs nothing. */
function chain(values: readonly string[]): Program {
  return programOf(
    ...values.map((value) => plain("a", { value })),
    plain("b", { value: outputOf("a", "serial") }),
    plain("c", { value: values.join() }),
  );
}
