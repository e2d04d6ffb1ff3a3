import { packageOfType } from "../urn";
import type { PackageSchema } from "./package-schema";

/** Words that no variable can be called, and names that generated code uses itself. */
const RESERVED = new Set(
  (
    "arguments await break case catch class config const continue debugger default delete do else enum eval export " +
    "extends false finally for function if implements import in instanceof interface let new null package private " +
    "protected public pulumi return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** Names that are given once each. */
export class Names {
  readonly #taken = new Set<string>();

  /** A variable for a name of any kind: `my-data` becomes `myData`, and `web_1` is one already. */
  variable(name: string): string {
    const wanted = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : identifier(name);
    let free = RESERVED.has(wanted) ? `${wanted}Resource` : wanted;
    for (let count = 2; this.#taken.has(free); count++) free = `${wanted}${count}`;
    this.#taken.add(free);
    return free;
  }

  /** Takes a name as it is. */
  take(name: string): string {
    this.#taken.add(name);
    return name;
  }
}

/** Words joined as variables are written: the first one small, the others with a capital. */
export function identifier(...words: readonly string[]): string {
  const parts = words.flatMap((word) => word.split(/[^\p{ID_Continue}]+/u)).filter((part) => part !== "");
  const joined = parts.map((part, index) => (index === 0 ? small(part) : capital(part))).join("");
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`;
}

/** How a program imports a package: `import * as <alias> from "<module>"`. */
export function packageImport(schema: PackageSchema): { readonly alias: string; readonly module: string } {
  const { language, name, namespace = "pulumi" } = schema;
  const module = language?.nodejs?.packageName ?? `@${namespace}/${name}`;
  return { alias: identifier(name), module };
}

/** A resource's class in its package: `s3.Bucket`, or `Volume` in the package's index. */
export function classOf(type: string, schema: PackageSchema): string {
  const [, token = "", name = ""] = type.slice(packageOfType(type).length).split(":");
  const format = new RegExp(schema.meta?.moduleFormat ?? "(.*)");
  const named = format.exec(token)?.[1] ?? token;
  const renamed = schema.language?.nodejs?.moduleToPackage ?? {};
  const module = renamed[token] ?? renamed[named] ?? named;
  const folders = module.split("/").filter((folder) => folder !== "" && folder !== "index");
  return [...folders.map((folder) => identifier(folder)), capital(name)].join(".");
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** As all of an abbreviation: `DB` becomes `db`. */
function small(word: string): string {
  return /^[^\p{Ll}]+$/u.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);
}
