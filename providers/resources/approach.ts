import { foreseeContainers } from "../apply/container/foreseen";
import { hasUnknown, type Value } from "./bag";
import { childInputs } from "./child-inputs";
import { hostAddress, hostInputs, isPlaceUnknown } from "./host/inputs";
import { hostState } from "./host/state";
import type { Context, HostAddress, ReadRequest } from "./lifecycle";

/** What will be read on one host. */
export interface UpcomingReads {
  /** How many resources there are. */
  readonly count: number;
  /** The names of those that are containers. */
  readonly containers: readonly string[];
}

/**
 * Reaches the host that a resource will be read on, as far as all that is read there needs it: a connection, the
 * machine's identity, a way to its engine. Nothing is dialled whose place or login is not known.
 */
export async function approach(
  context: Context,
  request: ReadRequest,
  { containers, count }: UpcomingReads,
): Promise<void> {
  const place = placeOf(context, request);
  if (place === undefined || place.address.local === true || hasUnknown(place.address as Value)) return;
  const options = { purpose: "read", signal: context.signal } as const;
  const host = await context.hosts.connect(place.address, { ...options, label: place.label });
  const opened = host.openEngine(context.signal, count + aboutTheEngine);
  const { apiVersion, hostId } = place;
  opened.then(
    ({ engine }) => {
      if (apiVersion !== undefined) engine.expectApiVersion(apiVersion);
      foreseeContainers(engine, containers);
    },
    () => undefined,
  );
  if (hostId !== undefined) await context.hosts.open({ ...place.address, hostId }, options);
  await opened;
}

/** What else is asked: its API, its version, what it is, and which containers there are. */
const aboutTheEngine = 4;

interface Place {
  readonly address: HostAddress;
  readonly hostId: string | undefined;
  readonly label?: string;
  /** The newest version of the API that its engine had. */
  readonly apiVersion?: string | undefined;
}

function placeOf({ urn }: Context, { inputs, state }: ReadRequest): Place | undefined {
  if (inputs === undefined) return undefined;
  if (!urn.type.endsWith(":Host")) {
    const { link } = childInputs(inputs);
    return link && { address: link, hostId: link.hostId };
  }
  if (isPlaceUnknown(inputs)) return undefined;
  const { engine, hostId, link } = hostState(state);
  const { apiVersion } = engine ?? {};
  return { address: hostAddress(hostInputs(inputs), link?.hostKeys), hostId, label: urn.name, apiVersion };
}
