// Runs a project's stacks under the engine that was built: `trial.cjs <project's folder> <file for the results>`. In
// the folder's node_modules is the SDK that the program, and the engine itself, get.
const { writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

const [, , folder, file] = process.argv;
const required = createRequire(join(folder, "index.js"));
const { openBackend, parseStackReference } = required("moorage/dist/engine/backend");
const { openStack, runOperation } = required("moorage/dist/engine/operations");

const backendUrl = `file://${join(folder, "state")}`;

async function update(stack) {
  const passphrase = async () => "correct";
  const target = await openStack({ folder, stack, backendUrl, passphrase });
  const told = [];
  const { outcome, changes, outputs } = await runOperation("update", target, {
    onEvent: ({ diagnosticEvent }) => diagnosticEvent && told.push(diagnosticEvent.message),
  });
  return { outcome, changes, outputs, told: told.join("\n") };
}

async function main() {
  const backend = await openBackend({ url: backendUrl, environment: {} });
  for (const stack of ["base", "dev", "stalled"]) {
    await backend.createStack(parseStackReference(stack, "shop"));
  }
  await update("base");
  // Two at once, which share nothing.
  const [made, stalled] = await Promise.all([update("dev"), update("stalled")]);
  const again = await update("dev");
  const { folder: sdk } = required("moorage/dist/engine/program/sdk").loadSdk(folder);
  writeFileSync(file, JSON.stringify({ sdk, made, stalled, again }));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
