/**
 * Writes what the engine API's own specification says of the body and the query of `POST /containers/create`:
 * the names and types of all fields, and which versions have them.
 *
 *     npx ts-node test/docker/api/extract-fields.ts v1.40.yaml v1.41.yaml … > test/docker/api/create-fields.json
 *
 * The specifications are the files `api/docs/v*.yaml` of github.com/moby/moby.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly type?: string;
  readonly schema?: Schema;
}

interface Specification {
  readonly paths: Readonly<Record<string, { readonly post?: { readonly parameters: readonly Parameter[] } }>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

interface Field {
  type: string;
  /** The first and the last of the versions that have it. */
  since: string;
  until: string;
}

const files = process.argv.slice(2);
const versions = files.map((file) => basename(file, ".yaml").slice(1));
const fields = new Map<string, Field>();
for (const [index, file] of files.entries()) {
  const version = versions[index] ?? "";
  for (const [path, type] of fieldsOf(parse(readFileSync(file, "utf8")) as Specification)) {
    const known = fields.get(path);
    fields.set(path, { type, since: known?.since ?? version, until: version });
  }
}
const rows = [...fields].map(([path, { type, since, until }]) => {
  const isFirst = since === versions[0];
  const isLast = until === versions.at(-1);
  return [path, { type, ...(isFirst ? {} : { since }), ...(isLast ? {} : { until }) }] as const;
});
const lines = rows.map(([path, field]) => `    ${JSON.stringify(path)}: ${JSON.stringify(field)}`);
process.stdout.write(
  `{\n  "versions": ${JSON.stringify(versions)},\n  "fields": {\n${lines.join(",\n")}\n  }\n}\n`,
);

function fieldsOf(specification: Specification): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (schema: Schema, path: string): void => {
    if (schema.$ref !== undefined) {
      const named = specification.definitions[schema.$ref.replace("#/definitions/", "")];
      if (named !== undefined) visit(named, path);
      return;
    }
    for (const part of schema.allOf ?? []) visit(part, path);
    const properties = Object.entries(schema.properties ?? {});
    for (const [name, property] of properties) visit(property, path === "" ? name : `${path}.${name}`);
    if (properties.length > 0 || schema.allOf !== undefined) return;
    const { items, additionalProperties } = schema;
    if (items !== undefined) visit(items, `${path}[]`);
    else if (typeof additionalProperties === "object") visit(additionalProperties, `${path}{}`);
    else found.set(path, schema.type ?? "any");
  };
  for (const parameter of specification.paths["/containers/create"]?.post?.parameters ?? []) {
    if (parameter.schema !== undefined) visit(parameter.schema, "");
    else found.set(`?${parameter.name}`, parameter.type ?? "any");
  }
  return found;
}
