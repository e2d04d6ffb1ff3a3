import { isDeepStrictEqual } from "node:util";
import { type Bag, hasUnknown, type Path, type Value } from "./bag";
import type { DiffRequest, PropertyDifference } from "./lifecycle";
import { valueDifferences } from "./value-differences";

/** What of an object's options changes: by its inputs, and by what was last seen of it. */
export function rowDifferences(
  names: readonly string[],
  { oldInputs, oldState, news }: DiffRequest,
): readonly PropertyDifference[] {
  return names.flatMap((name) => {
    const given = oldInputs.values[name];
    const asked = news.values[name];
    const observed = oldState.values[name];
    if (hasUnknown(asked) || !isDeepStrictEqual(given, asked))
      return valueDifferences([name], given, asked, true);
    // Only what was given is observed.
    return given === undefined ? [] : valueDifferences([name], observed, asked, false);
  });
}

/** The values of some properties, as far as they are given. */
export function pick(names: readonly string[], { values }: Bag): Record<string, Value> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined || value === null ? [] : [[name, value] as const];
    }),
  );
}

/** A state: inputs, options as observed, and outputs; a property stays secret where it was given as one. */
export function stateOf(inputs: Bag, observed: Readonly<Record<string, Value | undefined>>): Bag {
  const changed = Object.keys(observed).filter((name) => observed[name] !== inputs.values[name]);
  const secrets: Path[] = changed
    .filter((name) => inputs.secrets.some(([first]) => first === name))
    .map((name) => [name]);
  const given = Object.entries({ ...inputs.values, ...observed }).filter(([, value]) => value !== undefined);
  return {
    values: Object.fromEntries(given) as Record<string, Value>,
    secrets: [...inputs.secrets, ...secrets],
  };
}
