import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { capture } from "../test/support/setup/command";
import { stopEngine } from "../test/support/setup/engine";
import { SANDBOX_NAME, STACK, engineMark, folder, repository } from "./start/place";

/** Removes what `npm start` left running: the Sandbox, its stack's state, and the engine if it was started for that. */
async function main(): Promise<void> {
  await capture(["docker", "rm", "--force", "--volumes", SANDBOX_NAME]);
  const isEngineOurs = existsSync(engineMark);
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(repository, `Pulumi.${STACK}.yaml`), { force: true });
  if (isEngineOurs) await stopEngine();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
