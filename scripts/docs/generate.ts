/**
 * Writes docs/nouns/, a page for each noun, from the schema and the sources of the components: `npm run generate`. With `--check` it writes nothing, and
 * fails if the pages are not what it would write.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { PackageSpec } from "../../providers/schema/package-spec";
import { componentPages } from "./component-page";
import { nounPage } from "./noun-page";

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
  const sources = readdirSync(join(root, "sdk")).filter((file) => file.endsWith(".ts"));
  for (const file of sources) {
    for (const { name, text } of componentPages(file, readFileSync(join(root, "sdk", file), "utf8"))) {
      pages.set(`${name.toLowerCase()}.md`, await format(text, style));
    }
  }
  mkdirSync(folder, { recursive: true });
  const there = readdirSync(folder);
  const stale = there.filter((file) => readFileSync(join(folder, file), "utf8") !== pages.get(file));
  const wrong = [...stale, ...[...pages.keys()].filter((file) => !there.includes(file))];
  if (isCheck) {
    if (wrong.length === 0) return;
    process.stderr.write(`docs/nouns/ is not what sdk/ says (${wrong.join(", ")}); run: npm run generate\n`);
    process.exitCode = 1;
    return;
  }
  for (const file of there) rmSync(join(folder, file));
  for (const [file, text] of pages) writeFileSync(join(folder, file), text);
}

void main(process.argv.includes("--check"));
