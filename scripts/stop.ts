import { rmSync } from "node:fs";
import { join } from "node:path";
import { capture } from "../test/support/setup/command";
import { stopEngine } from "../test/support/setup/engine";
import { SANDBOX_NAME, STACK, folder, repository } from "./start/place";

/** Removes what `npm start` left running: the Sandbox, its stack's state, and the engine if we started it. */
async function main(): Promise<void> {
  await capture(["docker", "rm", "--force", "--volumes", SANDBOX_NAME]);
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(repository, `Pulumi.${STACK}.yaml`), { force: true });
  await stopEngine();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
