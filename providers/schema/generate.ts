/**
 * Writes the schemas from the sources of sdk/: `npm run generate`. With `--check` it writes nothing, and fails if a
 * file is not what it would write.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPackage, sdkIndex, type Manifest } from "./read-package";
import { planSource, readPlan } from "./read-plan";
import { readStackFile, stackFileSource } from "./read-stack-file";

const root = join(__dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
const schemas: Readonly<Record<string, unknown>> = {
  "providers/schema.json": readPackage(sdkIndex, manifest),
  "sdk/plan/schema.json": readPlan(planSource),
  "sdk/stack-file/schema.json": readStackFile(stackFileSource),
};

for (const [file, schema] of Object.entries(schemas)) {
  const target = join(root, file);
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
  } else if (readFileSync(target, "utf8") !== text) {
    process.stderr.write(`${file} is not what sdk/ says; run: npm run generate\n`);
    process.exitCode = 1;
  }
}
