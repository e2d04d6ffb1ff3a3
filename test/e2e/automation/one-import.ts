import { readFileSync } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import * as ts from "typescript";
import type { Surroundings } from "./scenarios/surroundings";

const repository = join(__dirname, "../../..");

/** Where a program takes the automation API from. */
export type Entry = "@pulumi/pulumi/automation" | "moorage/automation";

export type Scenario = (surroundings: Surroundings) => Promise<unknown>;

/** A scenario's text, which imports Pulumi's own, with the one line changed that says from where. */
export function textWith(entry: Entry, file: string): string {
  const text = readFileSync(file, "utf8");
  const changed = text.replace('from "@pulumi/pulumi/automation"', `from "${entry}"`);
  if (text.split('"@pulumi/pulumi/automation"').length !== 2) {
    throw new Error(`${file} does not import the automation API in one line`);
  }
  return changed;
}

/** Loads a scenario that takes the API from the given entry. */
export function loadScenario(entry: Entry, file: string): Scenario {
  // The package's own name leads to its build; here the sources are meant.
  const places: Readonly<Record<string, string>> = {
    "moorage/automation": join(repository, "sdk/automation"),
    moorage: join(repository, "sdk"),
  };
  const { outputText } = ts.transpileModule(textWith(entry, file), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      useDefineForClassFields: false,
    },
  });
  const located = outputText.replaceAll(/require\("(moorage[^"]*)"\)/g, (whole, name: string) => {
    const place = places[name];
    return place === undefined ? whole : `require(${JSON.stringify(place)})`;
  });
  const module = new Module(`${file}.${entry.replaceAll("/", "-")}.js`, undefined) as Module & {
    paths: string[];
    _compile(text: string, file: string): unknown;
  };
  module.filename = module.id;
  module.paths = [join(repository, "node_modules")];
  module._compile(located, module.id);
  return (module.exports as { default: Scenario }).default;
}
