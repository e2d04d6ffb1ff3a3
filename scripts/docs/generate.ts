/**
 * Writes docs/nouns/, a page for each noun and each function, from the schema and the sources of the components, and
 * docs/container-options.md from the table of options, docs/commands.md from the commands, and the tables of
 * docs/embedded-engine.md and docs/automation.md: `npm run generate`. With `--check` it writes nothing, and fails if the
 * pages are not what it would write.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { PackageSpec } from "../../providers/schema/package-spec";
import { automationPage } from "./automation";
import { commandsPage } from "./commands";
import { componentPages } from "./component-page";
import { containerOptionsPage } from "./container-options";
import { embeddedEnginePage } from "./embedded-engine";
import { functionPage, nounPage } from "./noun-page";

const root = join(__dirname, "../..");
const folder = join(root, "docs/nouns");

async function main(isCheck: boolean): Promise<void> {
  const schema = JSON.parse(readFileSync(join(root, "providers/schema.json"), "utf8")) as PackageSpec;
  const style = { ...(await resolveConfig(join(folder, "noun.md"))), parser: "markdown" };
  const pages = new Map<string, string>();
  for (const [token, spec] of Object.entries(schema.resources)) {
    const noun = token.slice(token.lastIndexOf(":") + 1);
    pages.set(`${noun.toLowerCase()}.md`, await format(nounPage(schema, noun, spec), style));
  }
  for (const [token, spec] of Object.entries(schema.functions)) {
    const name = token.slice(token.lastIndexOf(":") + 1);
    pages.set(`${name.toLowerCase()}.md`, await format(functionPage(schema, name, spec), style));
  }
  const placeOf = (name: string): string | undefined => {
    const own = `${name.toLowerCase()}.md`;
    if (pages.has(own)) return own;
    const [file] = [...pages].find(([, text]) => text.includes(`\n## ${name}\n`)) ?? [];
    return file === undefined ? undefined : `${file}#${name.toLowerCase()}`;
  };
  const index = readFileSync(join(root, "sdk/index.ts"), "utf8");
  const sources = readdirSync(join(root, "sdk")).filter((file) =>
    index.includes(`export * from "./${file.replace(/\.ts$/, "")}";`),
  );
  for (const file of sources.filter((name) => name.endsWith(".ts"))) {
    for (const { name, text } of componentPages(
      file,
      readFileSync(join(root, "sdk", file), "utf8"),
      placeOf,
    )) {
      // The schema says of a function that the provider answers what its sources do not: what the types come to.
      if (schema.functions[`moorage:index:${name}`] !== undefined) continue;
      pages.set(`${name.toLowerCase()}.md`, await format(text, style));
    }
  }
  mkdirSync(folder, { recursive: true });
  const others: Readonly<Record<string, string>> = {
    "container-options.md": containerOptionsPage(schema),
    "commands.md": commandsPage(),
    "embedded-engine.md": embeddedEnginePage(textOf("embedded-engine.md")),
    "automation.md": automationPage(textOf("automation.md")),
  };
  for (const [file, text] of Object.entries(others)) pages.set(`../${file}`, await format(text, style));
  const there = readdirSync(folder);
  const wrong = [
    ...there.filter((file) => !pages.has(file)),
    ...[...pages].filter(([file, text]) => textOf(`nouns/${file}`) !== text).map(([file]) => file),
  ];
  if (isCheck) {
    if (wrong.length === 0) return;
    process.stderr.write(
      `docs/nouns/ is not what the sources say (${wrong.join(", ")}); run: npm run generate\n`,
    );
    process.exitCode = 1;
    return;
  }
  for (const file of there) rmSync(join(folder, file));
  for (const [file, text] of pages) writeFileSync(join(folder, file), text);
}

/** What a page holds now; "" if it is not there. */
function textOf(page: string): string {
  const path = join(root, "docs", page);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

void main(process.argv.includes("--check"));
