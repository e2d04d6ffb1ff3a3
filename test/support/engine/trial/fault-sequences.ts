import type { Fault } from "../lab/cloud";
import type { Declared, Program } from "./program";
import type { Operation, Sequence } from "./sequence";

/** Each way to fail, met in the middle of a sequence: what is left, and how the next run mends it. */
export const faultSequences: readonly Sequence[] = [
  ...(["check", "diff"] as const).map((method) => sequenceOf({ method, kind: "refused" })),
  ...(["create", "update", "delete", "read"] as const).flatMap((method) => [
    sequenceOf({ method, kind: "refused" }),
    sequenceOf({ method, kind: "partial" }),
    sequenceOf({ method, kind: "partial" }, true),
  ]),
];

function sequenceOf(fault: Omit<Fault, "name">, continueOnError = false): Sequence {
  const { method } = fault;
  const begun = programOf(method === "create" ? [] : ["first"]);
  const changed = programOf(method === "delete" ? [] : [method === "create" ? "first" : "second"]);
  const isRead = method === "read";
  return [
    operationOf("up", begun),
    {
      ...operationOf(isRead ? "refresh" : "up", changed),
      flags: continueOnError && !isRead ? { continueOnError } : {},
      faults: [{ ...fault, name: "a" }],
    },
    operationOf("up", changed),
  ];
}

function operationOf(command: Operation["command"], program: Program): Operation {
  return { command, program, flags: {}, faults: [], drift: [], config: {} };
}

/** `a` with this value, if any; `b`, which needs it; and `c`, which needs nothing. */
function programOf(values: readonly string[]): Program {
  const declare = (name: string, properties: Declared["properties"]): Declared => ({
    slot: name,
    name,
    kind: "resource",
    type: "lab:index:Plain",
    properties,
    options: {},
  });
  return {
    resources: [
      ...values.map((value) => declare("a", { value: { literal: value } })),
      declare("b", { value: { of: "a", output: "serial" } }),
      declare("c", { value: { literal: values.join() } }),
    ],
    outputs: {},
  };
}
