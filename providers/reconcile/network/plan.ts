import { BlockList, isIPv6 } from "node:net";
import type { EndpointJson } from "../../docker/container-json";
import type { NetworkCreateJson, NetworkInspectJson } from "../../docker/networks";
import type { Owner } from "../ownership";
import { changedRows } from "../table";
import { networkOptions, networkRequest, type NetworkSpec, requestFromFacts } from "./options";

/** One call to the engine. Networks go by their names. */
export type NetworkStep = { readonly cause: string } & (
  | { readonly kind: "create"; readonly request: NetworkCreateJson }
  /** `request` makes it again as it was. */
  | { readonly kind: "remove"; readonly name: string; readonly request: NetworkCreateJson }
  | { readonly kind: "connect" | "disconnect"; readonly name: string; readonly container: Attached }
);

/** A container on a network. */
export interface Attached {
  readonly id: string;
  readonly name: string;
  readonly endpoint: EndpointJson;
  /** Whether it is of the same stack; others are not cut off. */
  readonly isOfStack: boolean;
}

export type NetworkPlan =
  | { readonly kind: "same" | "create" | "replace"; readonly steps: readonly NetworkStep[] }
  /** It would have to be made anew, and containers of somebody else are on it. */
  | { readonly kind: "refused"; readonly changes: readonly string[]; readonly foreign: readonly string[] };

export interface NetworkPlanRequest {
  readonly owner: Owner;
  readonly spec: NetworkSpec;
  readonly specHash: string;
  /** Undefined where there is none. */
  readonly facts: NetworkInspectJson | undefined;
  readonly attached: readonly Attached[];
  readonly formerly: NetworkSpec | undefined;
}

/** Plans a network: what was observed × what shall be. The engine can only make one anew; its containers run on. */
export function planNetwork(wanted: NetworkPlanRequest): NetworkPlan {
  const { owner, spec, specHash, facts, attached, formerly } = wanted;
  const request = networkRequest(spec, owner, specHash);
  if (facts === undefined) {
    return { kind: "create", steps: [{ kind: "create", request, cause: "it is not there" }] };
  }
  const changes = changedRows(networkOptions, { spec, facts, formerly });
  if (changes.length === 0) return { kind: "same", steps: [] };
  const foreign = attached.filter(({ isOfStack }) => !isOfStack).map(({ name }) => name);
  if (foreign.length > 0) return { kind: "refused", changes, foreign };

  const cause = `${changes.join(", ")} changed`;
  const { name } = owner;
  return {
    kind: "replace",
    steps: [
      ...attached.map((container): NetworkStep => ({ kind: "disconnect", name, container, cause })),
      { kind: "remove", name, request: requestFromFacts(facts), cause },
      { kind: "create", request, cause },
      ...attached.map((container): NetworkStep => ({
        kind: "connect",
        name,
        container: { ...container, endpoint: fitting(container.endpoint, request) },
        cause: "it was on it",
      })),
    ],
  };
}

/** Steps that undo others, the last one first; `begun` ends with the one that failed. */
export function undoNetworkSteps(begun: readonly NetworkStep[]): readonly NetworkStep[] {
  const cause = "the change failed";
  return begun
    .slice(0, -1)
    .toReversed()
    .map((step): NetworkStep => {
      switch (step.kind) {
        case "create":
          return { kind: "remove", name: step.request.Name, request: step.request, cause };
        case "remove":
          return { kind: "create", request: step.request, cause };
        case "connect":
          return { kind: "disconnect", name: step.name, container: step.container, cause };
        case "disconnect":
          return { kind: "connect", name: step.name, container: step.container, cause };
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
  }
}

/** A fixed address outside of the new ranges would be refused; the container's own resource sets it right. */
function fitting(endpoint: EndpointJson, request: NetworkCreateJson): EndpointJson {
  const { Aliases, IPAMConfig } = endpoint;
  const ranges = ranged(request);
  const fits = (address: string | undefined) =>
    address !== undefined && ranges.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  const fixed = {
    ...(fits(IPAMConfig?.IPv4Address) ? { IPv4Address: IPAMConfig?.IPv4Address ?? "" } : {}),
    ...(fits(IPAMConfig?.IPv6Address) ? { IPv6Address: IPAMConfig?.IPv6Address ?? "" } : {}),
  };
  return {
    ...(Aliases === undefined || Aliases === null ? {} : { Aliases }),
    ...(Object.keys(fixed).length === 0 ? {} : { IPAMConfig: fixed }),
  };
}

function ranged({ IPAM }: NetworkCreateJson): BlockList {
  const list = new BlockList();
  for (const { Subnet = "" } of IPAM.Config ?? []) {
    const [address = "", bits = ""] = Subnet.split("/");
    list.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return list;
}
