import type { EngineInfo, HostFacts } from "../../../sdk/host";
import type { HostLink } from "../../../sdk/link";
import type { Engine } from "../../docker/engine";
import type { EngineInfoJson } from "../../docker/system";
import type { MachineFacts } from "../../linux/facts";
import { type Bag, UNKNOWN, type Value } from "../bag";
import { linkSecrets } from "./inputs";

/** What is stored of a Host; what is not known (yet) is undefined. */
export interface HostState {
  readonly link: HostLink | undefined;
  readonly hostId: string | undefined;
  readonly hostKeyFingerprint: string | undefined;
  readonly engine: EngineInfo | undefined;
  readonly facts: HostFacts | undefined;
}

/** A host that was reached and has an identity. */
export interface KnownHost extends HostState {
  readonly link: HostLink;
  readonly hostId: string;
}

/** The state in a bag; properties that are unknown or absent are undefined. */
export function hostState(bag: Bag | undefined): HostState {
  const known = Object.entries(bag?.values ?? {}).filter(([, value]) => value !== UNKNOWN && value !== null);
  const { link, hostId, hostKeyFingerprint, engine, facts } = Object.fromEntries(known) as Partial<HostState>;
  return { link, hostId, hostKeyFingerprint, engine, facts };
}

/** What is stored, as far as it is known. */
export function stateBag(state: HostState, inputs: Bag): Bag {
  const known = Object.entries(state).filter(([, value]) => value !== undefined);
  return { values: Object.fromEntries(known) as Record<string, Value>, secrets: linkSecrets(inputs) };
}

/** What a preview says: whatever is not known is yet to come. */
export function previewBag(state: HostState, inputs: Bag): Bag {
  const values = Object.entries(state).map(([key, value]) => [key, value ?? UNKNOWN] as const);
  return { values: Object.fromEntries(values) as Record<string, Value>, secrets: linkSecrets(inputs) };
}

/** Nothing known. */
export const NOTHING_KNOWN: HostState = {
  link: undefined,
  hostId: undefined,
  hostKeyFingerprint: undefined,
  engine: undefined,
  facts: undefined,
};

/** The facts of a machine that are outputs. */
export function hostFacts(facts: MachineFacts): HostFacts {
  const { os, architecture, kernel, init, cpus, memoryBytes } = facts;
  return {
    distribution: os.id,
    release: os.codename ?? os.versionId ?? "unknown",
    architecture,
    kernel,
    init,
    cpus,
    memoryBytes,
  };
}

/** Asks an engine what it is: it runs, rather than only being installed. */
export async function readEngine(
  engine: Engine,
  access: EngineInfo["socketAccess"],
  signal: AbortSignal,
): Promise<{ info: EngineInfo; facts: EngineInfoJson }> {
  const [version, facts] = await Promise.all([engine.system.version(signal), engine.system.info(signal)]);
  const info: EngineInfo = {
    version: version.Version,
    apiVersion: version.ApiVersion,
    storageDriver: facts.Driver,
    imageStore: isContainerdStore(facts) ? "containerd" : "classic",
    socketAccess: access,
  };
  return { info, facts };
}

function isContainerdStore({ DriverStatus }: EngineInfoJson): boolean {
  return (DriverStatus ?? []).some(
    ([key, value]) => key === "driver-type" && value === "io.containerd.snapshotter.v1",
  );
}
