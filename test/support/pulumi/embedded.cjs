// One operation of the embedded engine, by the command line that Pulumi's CLI takes: its events are printed as they come.
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const [, , dist, command, ...argv] = process.argv;
const { openStack, runOperation } = require(join(dist, "engine/operations"));
const { readProject, selectedStack } = require(join(dist, "engine/project"));
const { ownProvider } = require(join(dist, "sdk/automation/own-provider"));

const flag = { type: "boolean" };
const { values, positionals } = parseArgs({
  args: argv,
  allowPositionals: true,
  options: {
    ...{ yes: flag, "skip-preview": flag, json: flag, "continue-on-error": flag },
    ...{ protect: { type: "string" }, "generate-code": { type: "string" }, refresh: { type: "string" } },
  },
});
const kinds = { up: "update", preview: "preview", refresh: "refresh", destroy: "destroy", import: "import" };
const [type, name, id] = positionals;

async function main() {
  const folder = process.cwd();
  const stack = await selectedStack(await readProject(folder), process.env);
  const target = await openStack({ folder, stack, runsProgram: true });
  const { outcome, programError } = await runOperation(kinds[command], target, {
    providers: { moorage: ownProvider(process.env) },
    runProgram: process.env["PULUMI_RUN_PROGRAM"] === "true",
    continueOnError: values["continue-on-error"],
    ...(values.refresh === undefined ? {} : { refresh: values.refresh === "true" }),
    ...(command === "import" ? { imports: [{ type, name, id, protect: false }] } : {}),
    onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
  });
  if (programError !== undefined) process.stderr.write(`${programError.stack}\n`);
  process.exitCode = outcome === "succeeded" ? 0 : 1;
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
