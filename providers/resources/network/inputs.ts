import type { NetworkInspectJson } from "../../docker/networks";
import { networkOptions, type NetworkSpec } from "../../reconcile/network/options";
import { observedRow, rowNames } from "../../reconcile/table";
import { type Bag, hasUnknown, type Value } from "../bag";
import { checkNameAndLabels, withName } from "../child-inputs";
import type { CheckFailure, CheckRequest, CheckResult, Urn } from "../lifecycle";
import { pick, stateOf } from "../table-differences";
import { checkAddresses } from "./check-addresses";

/** The names of a network's options. */
export const networkOptionNames = rowNames(networkOptions);

/** Fills in the name, and finds what contradicts itself. */
export function checkNetwork(urn: Urn, request: CheckRequest): CheckResult {
  const { news } = request;
  const values = withName(urn, request);
  return {
    inputs: { values, secrets: news.secrets },
    failures: [...checkNameAndLabels(values), ...checkReserved(values), ...checkAddresses(values)],
  };
}

/** The options in a bag; undefined while one of them is not known. */
export function networkSpec(bag: Bag): NetworkSpec | undefined {
  if (networkOptionNames.some((name) => hasUnknown(bag.values[name]))) return undefined;
  return pick(networkOptionNames, bag) as unknown as NetworkSpec;
}

/** What is stored of a network. */
export function networkState(inputs: Bag, facts: NetworkInspectJson): Bag {
  const spec = networkSpec(inputs) ?? {};
  const observed = networkOptionNames.map((name) => [
    name,
    observedRow(networkOptions, name, { spec, facts, formerly: spec }) as Value | undefined,
  ]);
  return stateOf(inputs, {
    ...(Object.fromEntries(observed) as Record<string, Value | undefined>),
    name: facts.Name,
    networkId: facts.Id,
  });
}

/** The engine's id of the network that a state knows. */
export function networkIdIn(state: Bag | undefined): string | undefined {
  const id = state?.values["networkId"];
  return typeof id === "string" ? id : undefined;
}

function checkReserved({ name }: Record<string, Value>): CheckFailure[] {
  const isReserved = name === "bridge" || name === "host" || name === "none" || name === "default";
  return isReserved
    ? [{ path: ["name"], reason: `must not be ${name}: that is the engine's own network` }]
    : [];
}
