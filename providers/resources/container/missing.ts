import {
  MissingContainerError,
  MissingDeviceError,
  MissingNetworkError,
  type MissingReferenceError,
} from "../../apply/container/errors";
import type { ContainerSummaryJson } from "../../docker/container-json";
import type { ContainerSpec } from "../../reconcile/container/options/option";
import { mountPointsIn, type Reference, referencesIn } from "../../reconcile/container/references";
import type { HostSession } from "../lifecycle";

/**
 * What a container needs and its host does not have. The engine would say it only when the container starts, and then
 * the one that it replaces may be down already.
 */
export async function missingReferences(
  session: HostSession,
  spec: ContainerSpec,
  all: readonly ContainerSummaryJson[],
  signal: AbortSignal,
): Promise<readonly MissingReferenceError[]> {
  const { networks, containers, devices } = referencesIn(spec);
  const [absentNetworks, absentDevices] = await Promise.all([
    networks.length === 0 ? [] : findAbsentNetworks(session, networks, signal),
    findAbsent(session, devices, signal),
  ]);
  return [
    ...absentNetworks.map((reference) => new MissingNetworkError(session.name, reference)),
    ...containers.flatMap((reference) => {
      const state = stateOf(all, reference.name);
      // One that is being started again, or has ended, cannot be joined either.
      const isThere = state === "running" || state === "paused";
      return isThere ? [] : [new MissingContainerError(session.name, reference, state)];
    }),
    ...absentDevices.map((reference) => new MissingDeviceError(session.name, reference)),
  ];
}

async function findAbsentNetworks(
  { engine }: HostSession,
  networks: readonly Reference[],
  signal: AbortSignal,
): Promise<readonly Reference[]> {
  const existing = await engine.networks.list(signal);
  const absent = networks.filter(
    ({ name }) => !existing.some(({ Name, Id }) => Name === name || Id.startsWith(name)),
  );
  if (absent.length === 0) return [];
  // A node of a swarm gets a network of the swarm when the first container asks for it.
  const { Swarm } = await engine.system.info(signal);
  return Swarm?.LocalNodeState === "active" ? [] : absent;
}

// By its words alone is a file that is not there told from one that this user may not see.
const LIST_ABSENT = `index=0
for path do
  if LC_ALL=C stat -L -- "$path" 2>&1 >/dev/null | grep -q 'No such file or directory$'; then echo "$index"; fi
  index=$((index + 1))
done`;

/** The local engine is asked itself, for the first of them: it may run in a virtual machine, with other files. */
async function findAbsent(
  { remote, engine }: HostSession,
  references: readonly Reference[],
  signal: AbortSignal,
): Promise<readonly Reference[]> {
  if (references.length === 0) return [];
  const paths = references.map(({ name }) => name);
  if (remote === undefined) {
    const absent = await engine.containers.absentPath(paths, signal);
    return references.filter(({ name }) => name === absent).slice(0, 1);
  }
  const { stdout } = await remote.run(["sh", "-c", LIST_ABSENT, "sh", ...paths], { signal });
  const absent = new Set(stdout.split("\n").filter((line) => line !== ""));
  return references.filter((_, index) => absent.has(String(index)));
}

/** Folders of the host that a container mounts read-only, in which others are to be mounted that are not there. */
export async function absentMountPoints(
  session: HostSession,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<readonly Reference[]> {
  return findAbsent(session, mountPointsIn(spec), signal);
}

function stateOf(
  all: readonly ContainerSummaryJson[],
  name: string,
): ContainerSummaryJson["State"] | undefined {
  return all.find(({ Id, Names }) => Names.includes(`/${name}`) || Id.startsWith(name))?.State;
}
