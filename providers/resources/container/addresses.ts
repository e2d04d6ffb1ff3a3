import { AddressError } from "../../apply/container/errors";
import type { Observation } from "../../apply/container/observe";
import type { NetworkInspectJson } from "../../docker/networks";
import type { Desired } from "../../reconcile/container/desired";
import {
  type AddressProblem,
  type FixedAddress,
  fixedAddresses,
  holderOf,
  outsideOf,
  subnetsOf,
} from "../../reconcile/container/fixed-addresses";
import { isOfStack, stackNames } from "../../reconcile/ownership";
import type { HostSession } from "../lifecycle";

/** An address that a container cannot have. */
export interface RefusedAddress {
  readonly error: AddressError;
  /** Whether what is in the way is none of this stack's, so that nothing of this run can change it. */
  readonly isFinal: boolean;
}

/**
 * The addresses that a container cannot have on the networks as they are. The engine would say it only when the
 * container starts, and then the one that it replaces may be down already. `comingSubnets` tells what a network will
 * have where that is known better than by looking at it.
 */
export async function refusedAddresses(
  session: HostSession,
  desired: Desired,
  { slots, all }: Observation,
  signal: AbortSignal,
  comingSubnets: (network: string) => readonly string[] | undefined = () => undefined,
): Promise<readonly RefusedAddress[]> {
  const fixed = fixedAddresses(desired.spec);
  if (fixed.length === 0) return [];
  const existing = await session.engine.networks.list(signal);
  const ours = [slots.current, slots.next, slots.previous, slots.renamed].flatMap((facts) => facts?.id ?? []);
  const stacks = stackNames(desired.owner, slots.current?.labels);
  return fixed.flatMap((wanted) => {
    const coming = comingSubnets(wanted.network);
    const network = existing.find(({ Name, Id }) => Name === wanted.network || Id.startsWith(wanted.network));
    const problem =
      coming === undefined
        ? network && problemOn(wanted, network, all, ours)
        : outsideOf(wanted.address, coming);
    if (problem === undefined) return [];
    const isOwn = problem.kind === "taken" && isOfStack(problem.holder.Labels, stacks);
    const isKnown = coming !== undefined || isOfStack(network?.Labels, stacks);
    return [{ error: toError(session, wanted, problem), isFinal: isKnown && !isOwn }];
  });
}

function problemOn(
  { address }: FixedAddress,
  network: NetworkInspectJson,
  all: Observation["all"],
  ours: readonly string[],
): AddressProblem | undefined {
  return outsideOf(address, subnetsOf(network)) ?? holderOf(address, network, all, new Set(ours));
}

function toError(
  { name }: HostSession,
  { address, network, property }: FixedAddress,
  problem: AddressProblem,
): AddressError {
  return new AddressError(`Address ${address} ${describe(problem, network, name)}`, { property });
}

function describe(problem: AddressProblem, network: string, host: string): string {
  switch (problem.kind) {
    case "outside":
      return (
        `is outside of network ${network} on ${host}, which has ${problem.subnets.join(" and ")}. ` +
        "Give one of these, or give the network another subnet."
      );
    case "reserved":
      return `of network ${network} on ${host} is ${problem.what}. Give another one.`;
    case "taken": {
      const holder = (problem.holder.Names[0] ?? problem.holder.Id).replace(/^\//, "");
      return (
        `of network ${network} on ${host} is taken by container ${holder}. ` +
        "Give another one, or stop that container."
      );
    }
  }
}
