import type { Declared, Program, Value } from "./program";
import type { Operation, Sequence } from "./sequence";

/** A sequence as a person reads it. */
export function describeSequence(sequence: Sequence): string {
  return sequence.map((operation, index) => describeOperation(operation, index)).join("\n");
}

export function describeOperation(
  { command, flags, faults, drift, config, program }: Operation,
  index: number,
): string {
  const head = [
    `${index + 1}. ${command}`,
    ...Object.entries(flags).map(([name, value]) => `--${name} ${JSON.stringify(value)}`),
    ...Object.entries(config).map(([name, value]) => `${name}=${value}`),
    ...drift.map(({ id, change }) => `drift ${id} ${JSON.stringify(change)}`),
    ...faults.map(({ name, method, kind }) => `fault ${method} ${name} ${kind}`),
  ];
  return [head.join(" "), ...describeProgram(program).map((text) => `     ${text}`)].join("\n");
}

function describeProgram({ resources, outputs, throws, invokeTransform }: Program): string[] {
  return [
    ...(invokeTransform === true ? ["transforms invokes"] : []),
    ...resources.map(describeDeclared),
    ...Object.entries(outputs).map(([name, value]) => `output ${name} = ${describeValue(value)}`),
    ...(throws === true ? ["throws"] : []),
  ];
}

function describeDeclared({ slot, name, kind, type, properties, options }: Declared): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}: ${describeValue(value)}`);
  const called = slot === name ? slot : `${slot} "${name}"`;
  const shown = JSON.stringify(options).replaceAll('"', "");
  return `${called} = ${kind} ${type} { ${given.join(", ")} } ${shown === "{}" ? "" : shown}`.trim();
}

function describeValue(value: Value): string {
  if ("literal" in value) return JSON.stringify(value.literal);
  if ("secret" in value) return `secret(${describeValue(value.secret)})`;
  if ("output" in value) return `${value.of}.${value.output}`;
  if ("resource" in value) return value.resource;
  if ("asset" in value) return `asset(${JSON.stringify(value.asset)})`;
  if ("invoke" in value) return `invoke(${describeValue(value.invoke)})`;
  if ("greet" in value) return `${value.of}.greet(${describeValue(value.greet)})`;
  if ("list" in value) return `[${value.list.map(describeValue).join(", ")}]`;
  return `{ ${Object.entries(value.map)
    .map(([key, each]) => `${key}: ${describeValue(each)}`)
    .join(", ")} }`;
}
