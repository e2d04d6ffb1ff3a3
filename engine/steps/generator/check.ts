import type { NamingRequest } from "../../plugins/provider";
import type { PropertyMap } from "../../values";
import type { ResourceProvider } from "../context";
import { withIgnoredChanges } from "../ignore-changes";
import type { Planner } from "./planner";
import type { Prepared } from "./prepare";

/** The inputs as the provider wants them; false if it refuses them. */
export async function check(
  planner: Planner,
  prepared: Prepared,
  provider: ResourceProvider | undefined,
  options: {
    isTargeted: boolean;
    recreating: boolean;
    randomSeed: Uint8Array;
    naming: NamingRequest | undefined;
  },
): Promise<boolean> {
  if (!provider) return true;
  const { urn, goal, old } = prepared;
  if (!options.isTargeted) {
    prepared.new.set({ inputs: old?.state.inputs ?? {} });
    return true;
  }
  const asNew = options.recreating || !old || old.state.external || planner.isReplaceTarget(urn, old.state);
  const oldInputs = old?.state.inputs;
  const newInputs = asNew || !oldInputs ? goal.inputs : ignoring(planner, prepared, oldInputs);
  const { randomSeed, naming } = options;
  const answer = await provider.check({
    urn,
    ...(asNew ? {} : { oldInputs }),
    newInputs,
    randomSeed,
    naming,
  });
  return tellFailures(planner, prepared, answer.failures, () => {
    prepared.new.set({ inputs: answer.inputs ?? {} });
  });
}

function ignoring(
  planner: Planner,
  { urn, goal, new: entry }: Prepared,
  oldInputs: PropertyMap,
): PropertyMap {
  return withIgnoredChanges(entry.state.inputs, oldInputs, goal.ignoreChanges ?? [], (message) => {
    planner.context.diagnostics.info(message, urn);
  });
}

/** Tells why inputs are refused. Values stay untold: they may be secret. */
export function tellFailures(
  planner: Planner,
  { urn, goal }: Prepared,
  failures: readonly { property: string; reason: string }[],
  otherwise: () => void,
): boolean {
  for (const { property, reason } of failures) {
    const where = property === "" ? "" : `: property ${property}`;
    const message = `${goal.type} resource '${goal.name}'${where} has a problem: ${reason}`;
    planner.context.diagnostics.error(message, urn);
  }
  if (failures.length === 0) otherwise();
  return failures.length === 0;
}
