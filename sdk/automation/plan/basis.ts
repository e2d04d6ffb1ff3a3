import type { UpcomingStep } from "../../../engine/operations";
import type { ResourceState } from "../../../engine/state";
import type { ResourceBasis } from "../../plan";
import type { Digests } from "./digests";

/** In the place of the digest of a property that is gone. */
const gone = "";

/** What the state says of a resource as it is now. */
export function stateBasis(
  digests: Digests,
  state: ResourceState,
): Required<Pick<ResourceBasis, "state" | "record">> {
  const { id, initErrors, inputs, outputs, protect } = state;
  return {
    state: digests.ofProperties(outputs),
    record: {
      id: digests.ofText(id),
      inputs: digests.ofValue(inputs),
      protect: digests.ofValue(protect),
      problems: digests.ofValue(initErrors),
    },
  };
}

/** What the program asks for. */
export function programBasis(
  digests: Digests,
  state: ResourceState,
): Required<Pick<ResourceBasis, "inputs" | "options">> {
  const { deletedWith, dependencies, inputs, parent, protect, provider, retainOnDelete } = state;
  // The id of a provider that is made with it is not known before.
  const [providerUrn = ""] = provider.split(/::(?=[^:]*$)/);
  return {
    inputs: digests.ofProperties(inputs),
    options: digests.ofProperties({
      ...(deletedWith === undefined ? {} : { deletedWith }),
      ...(dependencies.length === 0 ? {} : { dependsOn: [...dependencies].sort().join() }),
      ...(parent === undefined ? {} : { parent }),
      ...(protect ? { protect } : {}),
      ...(providerUrn === "" ? {} : { provider: providerUrn }),
      ...(retainOnDelete ? { retainOnDelete } : {}),
    }),
  };
}

/** What was found of a resource where it is not what the state says. */
export function observedBasis(
  state: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): Record<string, string> {
  const paths = [...new Set([...Object.keys(state), ...Object.keys(found)])];
  const others = paths.filter((path) => state[path] !== found[path]);
  return Object.fromEntries(others.map((path) => [path, found[path] ?? gone]));
}

/** The properties of a resource as they were found when the plan was made. */
export function foundState({ state = {}, observed = {} }: ResourceBasis): Record<string, string> {
  const found = Object.entries({ ...state, ...observed });
  return Object.fromEntries(found.filter(([, digest]) => digest !== gone));
}

/** Whether a step makes something of what the program asks for. */
export function asksForInputs({ op, new: entry }: UpcomingStep): boolean {
  return (
    entry !== undefined &&
    !["delete", "delete-replaced", "refresh", "discard", "discard-replaced"].includes(op)
  );
}
