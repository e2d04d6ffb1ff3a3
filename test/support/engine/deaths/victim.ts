/** A process that changes a stack, to be killed: `victim.ts <project's folder>`. */
import { join } from "node:path";
import { openStack, runOperation } from "../../../../engine/operations";
import { Cloud } from "../lab/cloud";
import { interpret } from "../trial/interpreter";
import { after } from "./mixed-programs";

async function main(folder: string): Promise<void> {
  const target = await openStack({ folder, stack: "dev", backendUrl: `file://${join(folder, "state")}` });
  await runOperation("update", target, { program: () => interpret(after, new Cloud()) });
}

void main(process.argv[2] ?? "");
