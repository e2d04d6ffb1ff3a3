import { rmSync } from "node:fs";
import { join } from "node:path";
import { capture } from "../test/support/setup/command";
import { stopEngine } from "../test/support/setup/engine";
import { HOST_NAME, example, folder } from "./start/place";

/** Removes what `npm start` left running: the throwaway host, its stack's state, and the engine if we started it. */
async function main(): Promise<void> {
  await capture(["docker", "rm", "--force", "--volumes", HOST_NAME]);
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(example, "Pulumi.dev.yaml"), { force: true });
  await stopEngine();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
