import type { OperationOptions } from "../../engine/operations";
import { isUrn } from "../../engine/urn";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";

export type ImportSpec = NonNullable<OperationOptions["imports"]>[number];

/** What is imported, and what the program calls resources that others refer to. */
export interface Imports {
  readonly imports: readonly ImportSpec[];
  readonly variables: Readonly<Record<string, string>>;
}

/** What only an import is told by the command line. */
export interface ImportFlags {
  readonly file?: string | undefined;
  readonly parent?: string | undefined;
  readonly provider?: string | undefined;
  readonly properties?: readonly string[] | undefined;
  readonly protect: boolean;
  readonly out?: string | undefined;
  readonly generateCode?: boolean | undefined;
}

/** The one resource that the command line names. @throws Failure */
export function namedImport(
  [type, name, id]: readonly (string | undefined)[],
  { parent, provider, properties, protect }: ImportFlags,
): Imports {
  if (type === undefined || name === undefined || id === undefined) {
    throw usage("say what to import: moorage import <type> <name> <id>, or --file with several");
  }
  const [under, by] = [urnOf("--parent", parent), urnOf("--provider", provider)];
  const named = [under, by].flatMap((each) =>
    each?.variable === undefined ? [] : [[each.urn, each.variable]],
  );
  const imports = [
    {
      type,
      name,
      id,
      protect,
      parent: under?.urn,
      provider: by?.urn,
      properties: properties?.flatMap((each) => each.split(",")),
    },
  ];
  return { imports, variables: Object.fromEntries(named) as Record<string, string> };
}

/** The resources of a file as Pulumi's CLI reads it. @throws Failure that says where it is wrong */
export function fileImports(text: string, file: string, { protect }: ImportFlags): Imports {
  const { nameTable = {}, resources } = parsed(text, file);
  if (!Array.isArray(resources) || resources.length === 0) throw usage(`${file} has no resources to import`);
  const imports = resources.map((resource: Record<string, unknown>, index) => {
    const where = `${file}: resources[${index}]`;
    const word = (key: string): string | undefined => {
      const value = resource[key];
      if (value !== undefined && typeof value !== "string") throw usage(`${where}.${key} is no text`);
      return value;
    };
    const looked = (key: string): string | undefined => {
      const name = word(key);
      if (name === undefined) return undefined;
      const urn = Object.hasOwn(nameTable, name) ? nameTable[name] : undefined;
      if (urn === undefined) throw usage(`${where}.${key} is ${name}, which is not in nameTable`);
      return urn;
    };
    const [type, name] = [word("type"), word("logicalName") ?? word("name")];
    const isComponent = resource["component"] === true;
    const id = word("id") ?? (isComponent ? "" : undefined);
    if (type === undefined || name === undefined || id === undefined) {
      throw usage(`${where} needs a type, a name and an id`);
    }
    return {
      type,
      name,
      id,
      protect,
      component: isComponent,
      parent: looked("parent"),
      provider: looked("provider"),
      version: word("version"),
      pluginDownloadUrl: word("pluginDownloadUrl"),
      properties: resource["properties"] as readonly string[] | undefined,
    };
  });
  return {
    imports,
    variables: Object.fromEntries(Object.entries(nameTable).map(([name, urn]) => [urn, name])),
  };
}

interface ImportFile {
  readonly nameTable?: Readonly<Record<string, string>>;
  readonly resources?: unknown;
}

function parsed(text: string, file: string): ImportFile {
  try {
    const json = JSON.parse(text) as unknown;
    if (typeof json === "object" && json !== null) return json;
  } catch {
    // Told below, without the text that the parser would quote.
  }
  throw usage(`${file} is no JSON of {"resources": [{"type", "name", "id"}]}`);
}

/** As the CLI has it: `urn`, or `variable=urn`. */
function urnOf(flag: string, given: string | undefined): { urn: string; variable?: string } | undefined {
  if (given === undefined) return undefined;
  const end = given.startsWith("urn:") ? -1 : given.indexOf("=");
  const urn = given.slice(end + 1);
  if (isUrn(urn)) return end < 1 ? { urn } : { urn, variable: given.slice(0, end) };
  throw usage(`${flag} ${given} is no URN. \`moorage stack --show-urns\` lists them`);
}

function usage(message: string): Failure {
  return new Failure(message, { exitCode: EXIT.usage });
}
