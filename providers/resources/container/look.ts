import type { HostLink } from "../../../sdk/link";
import {
  defaultsOfImage,
  type Observation,
  observeContainers,
  observeOne,
} from "../../apply/container/observe";
import { NameTakenError, PortTakenError } from "../../apply/container/errors";
import type { Engine } from "../../docker/engine";
import type { EngineInfoJson } from "../../docker/system";
import type { Desired } from "../../reconcile/container/desired";
import type { ContainerFacts } from "../../reconcile/container/observe";
import type { ContainerSpec, Defaults, EngineDefaults } from "../../reconcile/container/options/option";
import { containersNamed } from "../../reconcile/container/options/reference";
import { portConflicts, type PortConflict } from "../../reconcile/container/port-conflicts";
import { describeOwner, isOfStack, type Owner, stackNames } from "../../reconcile/ownership";
import { howToAdopt } from "../adoption";
import type { Context, HostSession } from "../lifecycle";

/** Looks for the containers of a resource, and refuses where somebody else has a name that is needed. */
export async function lookFor(
  context: Context,
  session: HostSession,
  link: HostLink,
  owner: Owner,
  knownId: string | undefined,
): Promise<Observation> {
  const observation = await observeContainers(session.engine, owner, knownId, context.signal);
  const [taken] = observation.taken;
  if (taken === undefined) return observation;
  throw new NameTakenError(
    `A container named ${taken.name} is on ${session.name} already, and ${describeOwner(taken.labels)}. It was not ` +
      `touched. Choose another name, remove it, or ${howToAdopt(context.urn, link, taken.name)}`,
    { property: "name" },
  );
}

/** What a container has of the options that are not given. */
export async function defaultsOf(
  engine: Engine,
  facts: ContainerFacts,
  spec: ContainerSpec,
  formerly: ContainerSpec | undefined,
  signal: AbortSignal,
): Promise<Defaults> {
  // Only what goes back to the engine's own makes it worth asking.
  const asks = (["logDriver", "runtime", "cgroupnsMode"] as const).some(
    (name) => spec[name] === undefined && (formerly === undefined || formerly[name] !== undefined),
  );
  const named = new Set([
    ...containersNamed(spec),
    ...(formerly === undefined ? [] : containersNamed(formerly)),
  ]);
  const [image, info, ...others] = await Promise.all([
    defaultsOfImage(engine, facts.imageId),
    asks ? engine.system.info(signal) : undefined,
    ...[...named].map(async (name) => [name, (await observeOne(engine, name, signal))?.id] as const),
  ]);
  return {
    image: image?.config,
    platform: image?.platform,
    engine: info && engineDefaults(info),
    containerIds: Object.fromEntries(
      others.filter((pair): pair is readonly [string, string] => pair[1] !== undefined),
    ),
  };
}

function engineDefaults({ LoggingDriver, DefaultRuntime, CgroupVersion }: EngineInfoJson): EngineDefaults {
  return {
    logDriver: LoggingDriver,
    runtime: DefaultRuntime ?? "runc",
    cgroupnsMode: CgroupVersion === "2" ? "private" : "host",
  };
}

/** Ports that others have; those of containers of the same stack may be given up before we need them. */
export function findPortConflicts(
  desired: Desired,
  { slots, all }: Observation,
): { readonly own: readonly PortConflict[]; readonly foreign: readonly PortConflict[] } {
  const ours = [slots.current, slots.next, slots.previous, slots.renamed].flatMap((facts) => facts?.id ?? []);
  const conflicts = portConflicts(desired.spec.ports ?? [], all, new Set(ours));
  const stacks = stackNames(desired.owner, slots.current?.labels);
  const isOwn = ({ holder }: PortConflict) => isOfStack(holder.Labels, stacks);
  return { own: conflicts.filter(isOwn), foreign: conflicts.filter((conflict) => !isOwn(conflict)) };
}

export function portTaken(session: HostSession, { host, index, holderName }: PortConflict): PortTakenError {
  return new PortTakenError(
    `Port ${host} of ${session.name} is taken by container ${holderName}. Publish another port, or stop that container.`,
    { property: `ports[${index}].host` },
  );
}
