import type { Plan } from "../../plan";
import type { Digests } from "./digests";

/** The digest of all of a plan but for the seal itself. */
export function sealOf(plan: Plan, digests: Digests): string {
  return digests.ofText(canonical({ ...plan, basis: { ...plan.basis, seal: "" } }));
}

/** JSON of which the order of the keys does not matter: files are also written by other tools. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
