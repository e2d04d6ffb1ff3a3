import type { NetworkCreateJson, NetworkInspectJson } from "../../docker/networks";
import type { Owner } from "../ownership";
import { changedRows } from "../table";
import { type Attached, fitting, inOrder } from "./attached";
import { networkOptions, networkRequest, type NetworkSpec, requestFromFacts } from "./options";

/** One call to the engine. Networks go by their names. */
export type NetworkStep = { readonly cause: string } & (
  | { readonly kind: "create"; readonly request: NetworkCreateJson }
  /** `request` makes it again as it was. */
  | { readonly kind: "remove"; readonly name: string; readonly request: NetworkCreateJson }
  | { readonly kind: "connect" | "disconnect"; readonly name: string; readonly container: Attached }
  /** Has the host keep in mind who is to be on the network, until `forget`. */
  | { readonly kind: "remember"; readonly owner: Owner; readonly attached: readonly Attached[] }
  | { readonly kind: "forget"; readonly owner: Owner }
);

export type NetworkPlan =
  /** The one that is there stays where the plan is the `same`; steps then put an interrupted run right. */
  | { readonly kind: "same" | "create"; readonly steps: readonly NetworkStep[] }
  /** `foreign` are the containers of others that are off it for a moment. */
  | {
      readonly kind: "replace";
      readonly steps: readonly NetworkStep[];
      readonly foreign: readonly string[];
    }
  /** It would have to be made anew, and containers of somebody else are on it. */
  | {
      readonly kind: "refused";
      readonly steps: readonly NetworkStep[];
      readonly changes: readonly string[];
      readonly foreign: readonly string[];
    };

export interface NetworkPlanRequest {
  readonly owner: Owner;
  readonly spec: NetworkSpec;
  readonly specHash: string;
  /** Undefined where there is none. */
  readonly facts: NetworkInspectJson | undefined;
  readonly attached: readonly Attached[];
  /** Containers that an interrupted run has taken off it and not put back; undefined where there was none. */
  readonly remembered: readonly Attached[] | undefined;
  /** Whether containers of others may be off it for a moment. */
  readonly reconnectForeign: boolean;
  readonly formerly: NetworkSpec | undefined;
}

/** Plans a network: what was observed × what shall be. The engine can only make one anew; its containers run on. */
export function planNetwork(wanted: NetworkPlanRequest): NetworkPlan {
  const { owner, spec, specHash, facts, remembered, formerly } = wanted;
  const request = networkRequest(spec, owner, specHash);
  if (facts === undefined) {
    const create: NetworkStep = { kind: "create", request, cause: "it is not there" };
    return { kind: "create", steps: [create, ...restore(owner, remembered, request)] };
  }
  const restored = restore(owner, remembered, requestFromFacts(facts));
  const changes = changedRows(networkOptions, { spec, facts, formerly });
  if (changes.length === 0) return { kind: "same", steps: restored };

  const attached = inOrder([...wanted.attached, ...(remembered ?? [])]);
  const foreign = attached.filter(({ isOfStack }) => !isOfStack).map(({ name }) => name);
  if (foreign.length > 0 && !wanted.reconnectForeign) {
    return { kind: "refused", steps: restored, changes, foreign };
  }
  const cause = `${changes.join(", ")} changed`;
  return {
    kind: "replace",
    steps: [...restored, ...replace(owner, facts, request, attached, cause)],
    foreign,
  };
}

function replace(
  owner: Owner,
  facts: NetworkInspectJson,
  request: NetworkCreateJson,
  attached: readonly Attached[],
  cause: string,
): readonly NetworkStep[] {
  const { name } = owner;
  const remember: NetworkStep = { kind: "remember", owner, attached, cause: "they are to be on it again" };
  return [
    ...(attached.length === 0 ? [] : [remember]),
    ...attached.map((container): NetworkStep => ({ kind: "disconnect", name, container, cause })),
    { kind: "remove", name, request: requestFromFacts(facts), cause },
    { kind: "create", request, cause },
    ...(attached.length === 0 ? [] : connectAll(owner, attached, request, "it was on it")),
  ];
}

/** Steps that put back on a network who was on it before an interrupted run. */
function restore(
  owner: Owner,
  remembered: readonly Attached[] | undefined,
  network: NetworkCreateJson,
): readonly NetworkStep[] {
  if (remembered === undefined) return [];
  return connectAll(owner, inOrder(remembered), network, "an interrupted run had taken it off");
}

function connectAll(
  owner: Owner,
  containers: readonly Attached[],
  network: NetworkCreateJson,
  cause: string,
): readonly NetworkStep[] {
  return [
    ...containers.map((container): NetworkStep => ({
      kind: "connect",
      name: owner.name,
      container: { ...container, endpoint: fitting(container.endpoint, network) },
      cause,
    })),
    { kind: "forget", owner, cause: "all are on it again" },
  ];
}

/** Steps that undo others, the last one first; `begun` ends with the one that failed. */
export function undoNetworkSteps(begun: readonly NetworkStep[]): readonly NetworkStep[] {
  const cause = "the change failed";
  return begun
    .slice(0, -1)
    .toReversed()
    .flatMap((step): NetworkStep[] => {
      switch (step.kind) {
        case "create":
          return [{ kind: "remove", name: step.request.Name, request: step.request, cause }];
        case "remove":
          return [{ kind: "create", request: step.request, cause }];
        case "connect":
          return [{ kind: "disconnect", name: step.name, container: step.container, cause }];
        case "disconnect":
          return [{ kind: "connect", name: step.name, container: step.container, cause }];
        case "remember":
          return [{ kind: "forget", owner: step.owner, cause }];
        case "forget":
          return [];
      }
    });
}

/** A step as a line of text. */
export function formatNetworkStep(step: NetworkStep): string {
  switch (step.kind) {
    case "create":
      return `create network ${step.request.Name}`;
    case "remove":
      return `remove network ${step.name}`;
    case "connect":
      return `connect ${step.container.name} to ${step.name}`;
    case "disconnect":
      return `disconnect ${step.container.name} from ${step.name}`;
    case "remember":
      return `note who is on ${step.owner.name}: ${step.attached.map(({ name }) => name).join(", ")}`;
    case "forget":
      return `clear the note of who is on ${step.owner.name}`;
  }
}
