import type { SecretFilter } from "../secret-filter";
import type { ResourceState } from "../state/resource-state";
import type { Step } from "../steps/step";
import type { StepOp } from "../steps/step-op";
import type { StepMetadata, StepState } from "./engine-event";
import { maskedProperties } from "./masked";

/** What events say of a step. A refresh is told under the name of what it found. */
export function stepMetadata(step: Step, filter: SecretFilter, op: StepOp = step.op): StepMetadata {
  const { keys, diffs, detailedDiff } = step.difference;
  const [before, after] = [step.old?.state, step.new?.state];
  return {
    op,
    urn: step.urn,
    type: step.type,
    // Of most steps nobody looks at the resource.
    get old() {
      return stepState(before, filter);
    },
    get new() {
      return stepState(after, filter);
    },
    ...(keys?.length ? { keys: [...keys] } : {}),
    ...(diffs?.length ? { diffs: [...diffs] } : {}),
    detailedDiff: detailedDiff ? { ...detailedDiff } : null,
    ...(step.logical ? { logical: true } : {}),
    provider: step.provider,
  };
}

function stepState(state: ResourceState | undefined, filter: SecretFilter): StepState | null {
  if (!state) return null;
  const flags = ["custom", "delete", "protect", "taint", "external", "retainOnDelete"] as const;
  return {
    type: state.type,
    urn: state.urn,
    ...Object.fromEntries(flags.filter((flag) => state[flag]).map((flag) => [flag, true])),
    id: state.id,
    parent: state.parent ?? "",
    inputs: maskedProperties(state.inputs, filter),
    outputs: maskedProperties(state.outputs, filter),
    provider: state.provider,
    ...(state.initErrors.length > 0 ? { initErrors: state.initErrors.map(filter) } : {}),
    ...(state.hideDiff.length > 0 ? { hideDiffs: state.hideDiff.map((path) => [...path]) } : {}),
  };
}
