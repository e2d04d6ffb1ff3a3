// `node scripts/run.mjs FILE.ts …`: runs a TypeScript file of this repository, after `npm ci` where it is needed.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureDependencies, root } from "./dependencies.mjs";

ensureDependencies();
const [file = "", ...args] = process.argv.slice(2);
const child = spawn(
  process.execPath,
  ["--require", "ts-node/register/transpile-only", join(root, file), ...args],
  { cwd: root, stdio: "inherit" },
);
// The terminal sends Ctrl-C to the child as well; it cleans up, and its end ends this process.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
});
