/**
 * Writes providers/schema.json from the sources of sdk/: `npm run generate`. With `--check` it writes nothing, and
 * fails if the file is not what it would write.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPackage, sdkIndex, type Manifest } from "./read-package";

const root = join(__dirname, "..", "..");
const target = join(root, "providers", "schema.json");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
const text = `${JSON.stringify(readPackage(sdkIndex, manifest), undefined, 2)}\n`;

if (!process.argv.includes("--check")) {
  writeFileSync(target, text);
} else if (readFileSync(target, "utf8") !== text) {
  process.stderr.write("providers/schema.json is not what sdk/ says; run: npm run generate\n");
  process.exitCode = 1;
}
