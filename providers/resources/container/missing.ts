import {
  MissingContainerError,
  MissingDeviceError,
  MissingNetworkError,
  type MissingReferenceError,
} from "../../apply/container/errors";
import type { ContainerSummaryJson } from "../../docker/container-json";
import type { ContainerSpec } from "../../reconcile/container/options/option";
import { type Reference, referencesIn } from "../../reconcile/container/references";
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
    devices.length === 0 ? [] : findAbsentDevices(session, devices, signal),
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

/** Of the local engine nobody knows whether it has the files of this machine: it may run in a virtual one. */
async function findAbsentDevices(
  { remote }: HostSession,
  devices: readonly Reference[],
  signal: AbortSignal,
): Promise<readonly Reference[]> {
  if (remote === undefined) return [];
  const paths = devices.map(({ name }) => name);
  const { stdout } = await remote.run(["sh", "-c", LIST_ABSENT, "sh", ...paths], { signal });
  const absent = new Set(stdout.split("\n").filter((line) => line !== ""));
  return devices.filter((_, index) => absent.has(String(index)));
}

function stateOf(
  all: readonly ContainerSummaryJson[],
  name: string,
): ContainerSummaryJson["State"] | undefined {
  return all.find(({ Id, Names }) => Names.includes(`/${name}`) || Id.startsWith(name))?.State;
}
