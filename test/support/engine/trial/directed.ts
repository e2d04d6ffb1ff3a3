/** Words for sequences that are written by hand. */
import type { Json } from "../lab/wire";
import type { Declared, Options, Program, Value } from "./program";
import type { Operation } from "./sequence";

/** A text is itself. */
export type Properties = Readonly<Record<string, Value | string>>;

export const literal = (value: Json): Value => ({ literal: value });
export const secret = (value: Json): Value => ({ secret: literal(value) });
export const outputOf = (of: string, name: string): Value => ({ of, output: name });

export function declare(
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

export const plain = (
  name: string,
  properties: Properties,
  options: Options = {},
  kind = "Plain",
): Declared => declare("resource", `lab:index:${kind}`, name, properties, options);

export const group = (name: string, options: Options = {}): Declared =>
  declare("component", "trial:index:Group", name, {}, options);

export const provider = (name: string, properties: Properties, options: Options = {}): Declared =>
  declare("provider", "lab", name, properties, options);

/** An object that somebody else owns. */
export const read = (name: string, id: string): Declared =>
  declare("read", "lab:index:Plain", name, {}, { import: id });

export const programOf = (...resources: Declared[]): Program => ({ resources, outputs: {} });

export const run = (
  command: Operation["command"],
  of: Program,
  more: Partial<Operation> = {},
): Operation => ({ command, program: of, flags: {}, faults: [], drift: [], config: {}, ...more });

export const up = (of: Program, more: Partial<Operation> = {}): Operation => run("up", of, more);
