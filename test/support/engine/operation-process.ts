/** An operation in a process of its own: `operation-process.ts <project's folder> <file for its result>`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStack, runOperation } from "../../../engine/operations";
import { thingProvider } from "./thing-provider";

async function main(folder: string, result: string): Promise<void> {
  const target = await openStack({
    folder,
    stack: "dev",
    backendUrl: `file://${join(folder, "state")}`,
    passphrase: () => Promise.resolve("correct"),
  });
  const { outcome, programError } = await runOperation("update", target, {
    providers: { test: thingProvider() },
  });
  writeFileSync(result, `${outcome} ${String(programError ?? "")}`);
}

const [folder = "", result = ""] = process.argv.slice(2);
main(folder, result).catch((error: unknown) => writeFileSync(result, `rejected ${String(error)}`));
