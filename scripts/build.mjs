// Compiles sdk/, engine/, providers/, cli/ and launch/ to dist/, with the schemas and the executables beside them.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const fresh = join(root, `dist.${process.pid}`);
const former = join(root, `dist.${process.pid}.former`);

try {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", fresh], {
    cwd: root,
    stdio: "inherit",
  });
  const besides = ["schema.json", "sandbox/Dockerfile", "sandbox/init.sh"].map((file) =>
    join("providers", file),
  );
  const loaded = ["esm-hooks.mjs", "child-guard.cjs"].map((file) => join("engine/program", file));
  const page = ["style.css", "script.js"].map((file) => join("cli/plan/page", file));
  const more = [...page, "sdk/plan/schema.json", "sdk/stack-file/schema.json", ...loaded];
  for (const file of [...besides, ...more]) {
    mkdirSync(dirname(join(fresh, file)), { recursive: true });
    copyFileSync(join(root, file), join(fresh, file));
  }

  // Pulumi wants a folder that holds a file of exactly the plugin's name, executable.
  const programs = { "pulumi-resource-moorage": "../launch/plugin.js", moorage: "../launch/command.js" };
  mkdirSync(join(fresh, "bin"));
  for (const [name, module] of Object.entries(programs)) {
    const program = join(fresh, "bin", name);
    writeFileSync(program, `#!/usr/bin/env node\nrequire("${module}");\n`);
    chmodSync(program, 0o755);
  }

  // A compile that failed leaves the former build in its place, and a plugin that starts meanwhile finds one.
  if (existsSync(dist)) renameSync(dist, former);
  renameSync(fresh, dist);
} finally {
  for (const folder of [fresh, former]) rmSync(folder, { recursive: true, force: true });
}
