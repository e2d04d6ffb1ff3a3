import * as fc from "fast-check";
import type { Fault } from "../lab/cloud";
import type { Declared, Program, Value } from "../trial/program";
import type { Command, Drift, Flags, Operation, Sequence } from "../trial/sequence";
import { withoutCycles } from "./cycles";
import { drawEdit } from "./edits";
import { Draw, weighted } from "./random";
import { drawResource } from "./resources";

/** Sequences of so many operations on one stack. */
export function sequences(operations: number): fc.Arbitrary<Sequence> {
  return fc.gen().map((g) => drawSequence(new Draw(g), operations));
}

function drawSequence(draw: Draw, length: number): Sequence {
  const made: Operation[] = [];
  let program = drawProgram(draw);
  for (let index = 0; index < length; index++) {
    const command = index === 0 && draw.percent(85) ? "up" : drawCommand(draw);
    if (index > 0) program = drawChanges(draw, program, made, index);
    program = withoutCycles(program);
    made.push(drawOperation(draw, command, program, made));
    program = { ...program, throws: false };
  }
  return made;
}

function drawProgram(draw: Draw): Program {
  const resources: Declared[] = [];
  for (let count = draw.number(2, 6); count > 0; count--) {
    resources.push(drawResource(draw, `r${resources.length}`, resources));
  }
  // Half of the programs have it, without a choice of their own.
  const invokeTransform = resources.length % 2 === 0;
  return { resources, outputs: drawOutputs(draw, resources), invokeTransform };
}

function drawOutputs(draw: Draw, resources: readonly Declared[]): Readonly<Record<string, Value>> {
  const customs = resources.filter(({ kind }) => kind === "resource");
  const shown = draw.percent(50) ? draw.one(customs) : undefined;
  const hidden: Value = { secret: { literal: "hidden" } };
  return {
    ...(shown === undefined
      ? {}
      : { shown: { of: shown.slot, output: draw.one(["serial", "id", "token"]) } }),
    ...(draw.percent(30) ? { hidden: draw.percent(50) ? hidden : { list: [hidden, { literal: 1 }] } } : {}),
  };
}

/** Changed, left as it was, or turned back to what it was before. */
function drawChanges(draw: Draw, program: Program, made: readonly Operation[], index: number): Program {
  if (draw.percent(15)) return program;
  if (draw.percent(12)) return draw.one(made)?.program ?? program;
  let changed = program;
  for (let count = draw.number(1, 4); count > 0; count--) {
    changed = drawEdit(draw, changed, index * 10 + count);
  }
  return changed;
}

function drawCommand(draw: Draw): Command {
  return weighted(draw, [
    [12, "up"],
    [3, "preview"],
    [4, "refresh"],
    [3, "destroy"],
  ] as const);
}

function drawOperation(
  draw: Draw,
  command: Command,
  program: Program,
  made: readonly Operation[],
): Operation {
  const tones: Readonly<Record<string, string>>[] = [
    {},
    {},
    {},
    { "lab:tone": "low" },
    { "lab:tone": "high" },
    { "lab:zone": "west" },
  ];
  const config = draw.percent(80) ? (made.at(-1)?.config ?? {}) : (draw.one(tones) ?? {});
  const known = [program, ...made.map((operation) => operation.program)].flatMap(
    ({ resources }) => resources,
  );
  const flags = drawFlags(draw, command, program, made);
  return {
    command,
    program,
    config,
    flags,
    faults: draw.percent(made.length === 0 ? 25 : 60)
      ? drawFaults(draw, known, methods(command, flags, made))
      : [],
    drift: made.length > 0 && draw.percent(30) ? drawDrift(draw, known) : [],
  };
}

function drawFlags(draw: Draw, command: Command, program: Program, made: readonly Operation[]): Flags {
  const known = made.at(-1)?.program ?? program;
  const names = known.resources.filter(({ kind }) => kind !== "read").map(({ name }) => name);
  const given: { -readonly [name in keyof Flags]: Flags[name] } = {};
  const isFirst = made.length === 0;
  if (!isFirst && draw.percent(15)) given.targets = draw.some(names, 2);
  else if (!isFirst && draw.percent(8)) given.excludes = draw.some(names, 2);
  if (command !== "refresh" && given.targets !== undefined && draw.percent(50)) given.targetDependents = true;
  const runs = command === "up" || command === "preview";
  if (runs && draw.percent(isFirst ? 2 : 10)) given.replace = draw.some(names, 2);
  if ((command === "up" || command === "destroy") && draw.percent(15)) given.continueOnError = true;
  if (command !== "refresh" && draw.percent(10)) given.refresh = true;
  // Hooks of deletions are refused without the program.
  const hooked = [...made.map((operation) => operation.program), program].some(({ resources }) =>
    resources.some(({ options }) => options.hooks?.some((moment) => moment.endsWith("Delete"))),
  );
  if (!runs && draw.percent(hooked ? 90 : 25)) given.runProgram = true;
  return given;
}

type Methods = readonly (readonly [weight: number, method: Fault["method"]])[];

/** What a provider is likely to be asked. */
function methods(command: Command, { refresh }: Flags, made: readonly Operation[]): Methods {
  const reads = [refresh === true || command === "refresh" ? 12 : 2, "read"] as const;
  if (command === "destroy") return [[4, "delete"], reads];
  if (command === "refresh") return [[1, "diff"], reads];
  const creations: Methods = [[3, "check"], [5, "create"]]; // prettier-ignore
  return made.length === 0 ? creations : [...creations, [5, "diff"], [11, "update"], [7, "delete"], reads];
}

function drawFaults(draw: Draw, known: readonly Declared[], weights: Methods): Fault[] {
  const names = known.filter(({ kind }) => kind === "resource").map(({ name }) => name);
  return draw.some(names, 3).map((name): Fault => {
    const method = weighted(draw, weights);
    const canBePartial = method !== "check" && method !== "diff";
    const isForAll = (method === "update" || method === "delete") && draw.percent(75);
    return {
      name: isForAll ? "*" : name,
      method,
      kind: canBePartial && draw.percent(50) ? "partial" : "refused",
    };
  });
}

function drawDrift(draw: Draw, known: readonly Declared[]): Drift[] {
  const customs = known.filter(({ kind }) => kind === "resource");
  return draw.some(customs, 2).map(({ name, type }) => ({
    id: `${name}-${type.split(":").at(-1)}-${draw.percent(80) ? 1 : 2}`,
    change: drawChange(draw),
  }));
}

function drawChange(draw: Draw): Drift["change"] {
  if (draw.percent(30)) return "gone";
  const property = draw.one(["value", "key", "note"]);
  return draw.percent(25) ? { property } : { property, to: draw.one(["drifted", "a"]) };
}
