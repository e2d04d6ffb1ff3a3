import { writeFile } from "node:fs/promises";
import type { Plan } from "../../sdk/plan";
import { Failure } from "../failure";
import { planPage } from "./page";

/** Writes a plan's page for the user alone: it says how hosts are reached, and what runs there. */
export async function writePlanPage(file: string, plan: Plan): Promise<void> {
  try {
    await writeFile(file, planPage(plan), { mode: 0o600 });
  } catch (cause) {
    throw new Failure(`the plan's page cannot be written: ${(cause as Error).message}`);
  }
}
