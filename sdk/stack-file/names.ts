import * as pulumi from "@pulumi/pulumi";
import type { Path } from "./problem";
import { resolveSchema, stackFileSchema, type Schema } from "./read-schema";
import { sections, type Section, type StackFile } from "./stack-file";

/** A place of a stack file that names a resource. */
export interface NameAt {
  readonly path: Path;
  readonly name: string;
  /** The lists that the name may be in. */
  readonly of: readonly Section[];
}

/** A copy of an entry with what the function gives in the place of each name; `undefined` leaves the name. */
export function mapNames(
  section: Section,
  name: string,
  entry: unknown,
  replace: (place: NameAt) => unknown,
): unknown {
  const root = stackFileSchema();
  return map(root.properties?.[section]?.additionalProperties || {}, entry, [section, name]);

  function map(schema: Schema, value: unknown, path: Path): unknown {
    const plain = resolveSchema(root, schema);
    const nouns = plain["x-moorage-names"];
    if (typeof value === "string" && nouns !== undefined) {
      if (plain["x-moorage-words"]?.includes(value) === true) return value;
      const of = nouns.map((noun) => sections[noun as keyof typeof sections]);
      return replace({ path, name: value, of }) ?? value;
    }
    if (Array.isArray(value))
      return value.map((item, index) => map(plain.items ?? {}, item, [...path, index]));
    if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return value;
    const entries = Object.entries(value).map(([key, item]) => {
      const own = plain.properties?.[key] ?? plain.additionalProperties;
      return [key, own ? map(own, item, [...path, key]) : item];
    });
    return Object.fromEntries(entries) as unknown;
  }
}

/** All names that an entry has in the place of resources. */
export function namesIn(section: Section, name: string, entry: unknown): NameAt[] {
  const places: NameAt[] = [];
  mapNames(section, name, entry, (place) => void places.push(place));
  return places;
}

/** The networks that every engine has; no entry of a stack file stands behind these names. */
export function isPredefined({ name, of }: NameAt): boolean {
  return of.includes("networks") && ["bridge", "host", "none"].includes(name);
}

/** An entry of a stack file. */
export interface Entry {
  readonly section: Section;
  readonly name: string;
  readonly entry: unknown;
}

export function entriesOf(file: StackFile): Entry[] {
  return Object.values(sections).flatMap((section) =>
    Object.entries(file[section] ?? {}).map(([name, entry]) => ({ section, name, entry: entry as unknown })),
  );
}

/** The entry that a name stands for. */
export function findEntry(file: StackFile, { name, of }: NameAt): Entry | undefined {
  const section = of.find((each) => Object.hasOwn(file[each] ?? {}, name));
  return section && { section, name, entry: file[section]?.[name] };
}
