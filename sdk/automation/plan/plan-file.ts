import { readFile, writeFile } from "node:fs/promises";
import type { Plan } from "../../plan";
import type { Digests } from "./digests";
import { PlanFileError } from "./plan-errors";
import { sealOf } from "./seal";

const version = 1;

/** Writes a plan for the user alone: it says how hosts are reached, and what runs there. */
export async function writePlan(path: string, plan: Plan): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(plan, undefined, 2)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new PlanFileError(`the plan cannot be written: ${(cause as Error).message}`, undefined, { cause });
  }
}

/** Reads a plan. @throws PlanFileError for a file that is none */
export async function readPlan(path: string): Promise<Plan> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new PlanFileError(`the plan cannot be read: ${(cause as Error).message}`, undefined, { cause });
  });
  const plan = parsed(text, path);
  if (plan.version !== version) {
    throw new PlanFileError(
      `${path} is a plan of version ${String(plan.version)}, and this Moorage knows version ${version}: apply it with ` +
        "the Moorage that made it, or preview again",
    );
  }
  if (typeof plan.basis?.key?.ciphertext !== "string" || !Array.isArray(plan.resources)) throw noPlan(path);
  return plan;
}

/** @throws PlanFileError for a plan of another stack, and for one that was edited */
export function checkPlan(path: string, plan: Plan, stack: string, digests: Digests): void {
  if (plan.stack !== stack) {
    throw new PlanFileError(
      `${path} is a plan of the stack ${plan.stack}, and not of ${stack}: select that one`,
    );
  }
  if (plan.basis.seal === sealOf(plan, digests)) return;
  throw new PlanFileError(`${path} was edited since it was made, and is not applied: preview again`);
}

function parsed(text: string, path: string): Plan {
  try {
    const plan: unknown = JSON.parse(text);
    if (typeof plan === "object" && plan !== null && "version" in plan) return plan as Plan;
  } catch (cause) {
    throw noPlan(path, cause);
  }
  throw noPlan(path);
}

function noPlan(path: string, cause?: unknown): PlanFileError {
  return new PlanFileError(`${path} is no plan, as \`preview --out\` writes one`, undefined, { cause });
}
