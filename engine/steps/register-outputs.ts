import { EngineError } from "../errors";
import type { Urn } from "../urn";
import { propertiesEqual, type PropertyMap } from "../values";
import { SkippedCreateStep } from "./kinds/same";
import type { Session } from "./session";

/** Gives a component, or the stack, the outputs that the program registered for it. */
export async function registerOutputs(session: Session, urn: Urn, outputs: PropertyMap): Promise<void> {
  const { executor, reporter, ledger, planner } = session;
  const step = executor.pendingOutputs.get(urn);
  if (!step?.new) {
    throw new EngineError(`cannot complete a resource '${urn}' whose registration isn't pending`);
  }
  executor.pendingOutputs.delete(urn);
  if (step instanceof SkippedCreateStep) return;
  step.new.set({ outputs });
  const { old, new: entry } = step;
  if (!entry.state.custom && (step.op === "create" || step.op === "update")) {
    const { inputs: newInputs, outputs: newOutputs } = entry.state;
    const type = step.op === "create" ? "AfterCreate" : "AfterUpdate";
    const before = { oldInputs: old?.state.inputs, oldOutputs: old?.state.outputs };
    await planner.context.hooks.run(type, entry.state, { newInputs, newOutputs, ...before });
  }
  reporter.registeredOutputs(step);
  ledger.changed(entry);
  // What did not change can wait for the next save.
  if (!old || !propertiesEqual(old.state.outputs, outputs)) await ledger.saved();
}
