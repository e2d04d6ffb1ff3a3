/** A process that changes a stack, to be killed: `victim.ts <project's folder>`. */
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as engine from "../../../../engine/operations";
import { Cloud } from "../lab/cloud";
import { interpret } from "../trial/interpreter";
import { after } from "./mixed-programs";

// The built engine is there at once, where the other would be compiled first.
const { openStack, runOperation } = createRequire(__filename)(
  "../../../../dist/engine/operations",
) as typeof engine;

async function main(folder: string): Promise<void> {
  const target = await openStack({ folder, stack: "dev", backendUrl: `file://${join(folder, "state")}` });
  await runOperation("update", target, { program: () => interpret(after, new Cloud()) });
}

void main(process.argv[2] ?? "");
