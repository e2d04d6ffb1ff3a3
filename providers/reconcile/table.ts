import { isDeepStrictEqual } from "node:util";

/** One option of an object that the engine cannot change: how it is read back, and when two values mean the same. */
export interface Row<T, Facts> {
  /** Where the API has it. */
  readonly field: string;
  /** What holds when it is not given; undefined where the engine chooses. */
  readonly unset: T | undefined;
  /** The engine's words by which its refusal is known. */
  readonly refusal?: RegExp;
  read(facts: Facts): T | undefined;
  /** Whether an object that has `found` is what `wanted` asks for. Default: they are equal. */
  same?(wanted: T, found: T | undefined, formerly: T | undefined): boolean;
}

/** Every option of a kind of object, one row each. */
export type Table<Spec, Facts> = { readonly [K in keyof Spec]-?: Row<NonNullable<Spec[K]>, Facts> };

export interface TableRequest<Spec, Facts> {
  readonly spec: Spec;
  readonly facts: Facts;
  /** What the resource was given before; undefined when nobody knows. */
  readonly formerly: Spec | undefined;
}

/** The option that the engine's words are about; the first of those that were given. */
export function refusedRow<Spec extends object, Facts>(
  table: Table<Spec, Facts>,
  spec: Spec,
  reason: string,
): (keyof Spec & string) | undefined {
  return rowNames(table).find(
    (name) => spec[name] !== undefined && table[name].refusal?.test(reason) === true,
  );
}

/** The options that an object does not have as it shall. Those that nobody gave are not looked at. */
export function changedRows<Spec extends object, Facts>(
  table: Table<Spec, Facts>,
  request: TableRequest<Spec, Facts>,
): readonly (keyof Spec & string)[] {
  return rowNames(table).filter((name) => !isAsWanted(table, name, request));
}

/** The value of an option as observed: as the user wrote it where that is what it is. */
export function observedRow<Spec extends object, Facts, K extends keyof Spec>(
  table: Table<Spec, Facts>,
  name: K,
  request: TableRequest<Spec, Facts>,
): Spec[K] | undefined {
  return isAsWanted(table, name, request) ? request.spec[name] : table[name].read(request.facts);
}

/** All options that an object has beyond their defaults. */
export function readBackRows<Spec extends object, Facts>(
  table: Table<Spec, Facts>,
  facts: Facts,
): Partial<Spec> {
  const found = rowNames(table).map((name) => [name, table[name].read(facts)] as const);
  const given = found.filter(
    ([name, value]) => value !== undefined && !isDeepStrictEqual(value, table[name].unset),
  );
  return Object.fromEntries(given) as Partial<Spec>;
}

/** The names of all options. */
export function rowNames<Spec extends object, Facts>(
  table: Table<Spec, Facts>,
): readonly (keyof Spec & string)[] {
  return Object.keys(table) as (keyof Spec & string)[];
}

function isAsWanted<Spec extends object, Facts, K extends keyof Spec>(
  table: Table<Spec, Facts>,
  name: K,
  { spec, facts, formerly }: TableRequest<Spec, Facts>,
): boolean {
  const row = table[name];
  const given = spec[name];
  const before = formerly?.[name];
  if (isAbsent(given) && formerly !== undefined && isAbsent(before)) return true;
  const wanted = given ?? row.unset;
  // The engine chose, or may choose: what it is will do.
  if (isAbsent(wanted)) return true;
  const found = row.read(facts);
  return row.same?.(wanted, found, before ?? undefined) ?? isDeepStrictEqual(wanted, found);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
