import {
  anyType,
  resolveType,
  type Limits,
  type PackageSpec,
  type Properties,
} from "../../providers/schema/package-spec";
import type {
  FunctionSpec,
  ObjectSpec,
  PropertySpec,
  ResourceSpec,
  TypeSpec,
} from "../../providers/schema/package-spec";
import { splitDefault } from "../../providers/schema/property";
import { table } from "./table";

/** The page of a noun: what it is, its arguments, its outputs, and the types that these are made of. */
export function nounPage(schema: PackageSpec, noun: string, spec: ResourceSpec): string {
  const types = namedTypes(schema, spec.inputProperties, spec.properties ?? {});
  const inputs = new Set(Object.keys(spec.inputProperties));
  const outputs = Object.entries(spec.properties ?? {}).filter(
    ([name]) => !inputs.has(name) || name === "name",
  );
  return [
    "<!-- Written by `npm run generate` from the doc comments in sdk/. -->",
    `# ${noun}`,
    (spec.description ?? "").replaceAll("```typescript", "```ts"),
    "## Arguments",
    argumentTable(schema, spec.inputProperties, spec.requiredInputs),
    ...(outputs.length === 0 ? [] : ["## Outputs", outputTable(schema, Object.fromEntries(outputs))]),
    ...typeSections(schema, types),
    "",
  ].join("\n\n");
}

/** The page of a function: what it is asked with and what it answers. */
export function functionPage(schema: PackageSpec, name: string, spec: FunctionSpec): string {
  const { description, inputs, outputs } = spec;
  return [
    "<!-- Written by `npm run generate` from the doc comments in sdk/. -->",
    `# ${name}`,
    description.replaceAll("```typescript", "```ts"),
    "## Arguments",
    argumentTable(schema, inputs.properties, inputs.required),
    "## Result",
    outputTable(schema, outputs.properties),
    ...typeSections(schema, namedTypes(schema, inputs.properties, outputs.properties)),
    "",
  ].join("\n\n");
}

function typeSections(schema: PackageSpec, types: ReadonlyMap<string, ObjectSpec>): string[] {
  return [...types].flatMap(([name, type]) => [
    `## ${name}`,
    type.description ?? "",
    argumentTable(schema, type.properties, type.required),
  ]);
}

function argumentTable(schema: PackageSpec, properties: Properties, required: readonly string[]): string {
  const rows = Object.entries(properties).map(([name, property]) => {
    const { text, value } = splitDefault(property.description ?? "");
    const fallback = required.includes(name) ? "**required**" : (value ?? "");
    return [`\`${name}\``, typeText(schema, name, property), fallback, `${text}${marks(property)}`];
  });
  return table(["argument", "type", "default", "what it is"], rows);
}

function outputTable(schema: PackageSpec, properties: Properties): string {
  const rows = Object.entries(properties).map(([name, property]) => [
    `\`${name}\``,
    typeText(schema, name, property),
    `${property.description ?? ""}${marks(property)}`,
  ]);
  return table(["output", "type", "what it is"], rows);
}

/** What is to be known of a property beside its text. */
function marks(property: PropertySpec): string {
  return [
    ...limits(property.language?.moorage ?? {}),
    ...(property.secret === true ? ["Secret."] : []),
    ...(property.willReplaceOnChanges === true ? ["_A change makes a new one._"] : []),
    ...(property.deprecationMessage === undefined ? [] : [`Deprecated: ${property.deprecationMessage}`]),
  ]
    .map((mark) => ` ${mark}`)
    .join("");
}

function limits({ minimum, maximum, pattern }: Limits): string[] {
  const range =
    minimum !== undefined && maximum !== undefined
      ? [`From ${minimum} to ${maximum}.`]
      : [
          ...(minimum === undefined ? [] : [`At least ${minimum}.`]),
          ...(maximum === undefined ? [] : [`At most ${maximum}.`]),
        ];
  return [...range, ...(pattern === undefined ? [] : [`Must match \`${pattern}\`.`])];
}

/** What stands in the schema for a host; programs seldom see it. */
const LINK = "HostLink";

/** Arguments that take a resource of their own name as well as what stands for it in the schema. */
const nounArguments = new Map([
  ["image", "Image"],
  ["network", "Network"],
  ["volume", "Volume"],
]);

function typeText(schema: PackageSpec, name: string, type: TypeSpec): string {
  const noun = nounArguments.get(name);
  if (noun !== undefined && type.type === "string") return `[${noun}](${noun.toLowerCase()}.md) or string`;
  return plainTypeText(schema, type);
}

/** A type in words, with links to the types that are on the same page. */
export function plainTypeText(schema: PackageSpec, type: TypeSpec): string {
  if (type.$ref === anyType) return "any";
  if (type.$ref !== undefined) {
    const named = resolveType(schema, type.$ref);
    if ("enum" in named) return named.enum.map(({ value }) => `\`"${value}"\``).join(", ");
    const name = nameOf(type.$ref);
    if (name === LINK) return "[Host](host.md)";
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (type.oneOf !== undefined) return type.oneOf.map((each) => plainTypeText(schema, each)).join(" or ");
  if (type.items !== undefined) return `list of ${plainTypeText(schema, type.items)}`;
  if (type.additionalProperties !== undefined) {
    return `map of ${plainTypeText(schema, type.additionalProperties)}`;
  }
  return type.type === "integer" ? "whole number" : (type.type ?? "any");
}

/** The named types that arguments and outputs are made of, each before those that it is made of itself. */
function namedTypes(
  schema: PackageSpec,
  inputs: Properties,
  outputs: Properties,
): ReadonlyMap<string, ObjectSpec> {
  const found = new Map<string, ObjectSpec>();
  const visit = (type: TypeSpec): void => {
    for (const inner of [type.items, type.additionalProperties]) if (inner !== undefined) visit(inner);
    if (type.$ref === undefined || type.$ref === anyType) return;
    const name = nameOf(type.$ref);
    const named = resolveType(schema, type.$ref);
    if ("enum" in named || found.has(name) || name === LINK) return;
    found.set(name, named);
    Object.values(named.properties).forEach(visit);
  };
  Object.values(inputs).forEach(visit);
  Object.values(outputs).forEach(visit);
  return found;
}

function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf(":") + 1);
}
