import type { ConnectionArgs, HostArgs, TrustedRegistryArgs } from "../../../sdk/host";
import type { HostLink } from "../../../sdk/link";
import type { JsonObject } from "../../linux/daemon-json";
import { type Bag, hasUnknown, type Path } from "../bag";
import type { HostAddress } from "../lifecycle";
import type { Lowered } from "../lowered";

/** What a Host is given, with its defaults. */
export interface HostInputs {
  readonly connection: Connection | undefined;
  readonly local: boolean;
  readonly socketPath: string | undefined;
  readonly installEngine: boolean;
  readonly daemon: JsonObject;
  readonly trustedRegistries: readonly TrustedRegistry[];
  readonly removeEngineOnDelete: boolean;
  readonly installTimeoutSeconds: number;
}

type Connection = Lowered<ConnectionArgs>;

/** A registry that the engine trusts. */
export type TrustedRegistry = Lowered<TrustedRegistryArgs>;

const INLINE_SECRETS = ["privateKey", "passphrase", "password", "sudoPassword"] as const;

/** The inputs in a checked bag. Nothing in it may be unknown but `machine`, and in a preview `daemon` and `trustedRegistries`. */
export function hostInputs(bag: Bag): HostInputs {
  const inputs = given<Lowered<HostArgs>>(bag.values);
  return {
    connection: inputs.connection === undefined ? undefined : given<Connection>(inputs.connection),
    local: inputs.local ?? false,
    socketPath: inputs.socketPath,
    installEngine: inputs.installEngine ?? true,
    daemon: (inputs.daemon ?? {}) as JsonObject,
    trustedRegistries: inputs.trustedRegistries ?? [],
    removeEngineOnDelete: inputs.removeEngineOnDelete ?? false,
    installTimeoutSeconds: inputs.installTimeoutSeconds ?? 900,
  };
}

/** Whether it is not known yet which machine it is or how it is reached. */
export function isPlaceUnknown({ values }: Bag): boolean {
  return ["connection", "local", "socketPath"].some((key) => hasUnknown(values[key]));
}

/**
 * How a host is reached.
 *
 * @param storedKeys Keys that were seen at the first use, and hold until `hostKey` says otherwise.
 */
export function hostAddress(
  { connection, local, socketPath }: HostInputs,
  storedKeys: readonly string[] | undefined,
): HostAddress {
  const socket = socketPath === undefined ? {} : { socketPath };
  if (local || connection === undefined) return { local: true, ...socket };
  const { hostKey, hostKeyPolicy } = connection;
  const hostKeys = hostKey === undefined ? storedKeys : [hostKey];
  return {
    ...reach(connection),
    ...socket,
    ...(hostKeys === undefined ? {} : { hostKeys: [...hostKeys] }),
    ...(hostKeyPolicy === undefined ? {} : { hostKeyPolicy }),
  };
}

/** What the resources on a host carry of it. */
export function hostLink(hostId: string, address: HostAddress, hostKeys: readonly string[]): HostLink {
  const link: HostLink & HostAddress = { ...address, hostId };
  delete link.hostKeyPolicy;
  return address.local === true ? link : { ...link, hostKeys: [...hostKeys] };
}

/** The places of a link that are secret, as outputs: the inline secrets, and what the user marked as one. */
export function linkSecrets(inputs: Bag): Path[] {
  const marked = inputs.secrets.filter(([first]) => first === "connection").map(([, ...rest]) => rest);
  const inLink = marked.map((path) => path.map((key) => (key === "hostKey" ? "hostKeys" : key)));
  return [...INLINE_SECRETS.map((key) => [key]), ...inLink].map((path) => ["link", ...path]);
}

function reach(connection: Connection): Partial<HostLink> {
  const { address, port = 22, user = "root", jumpHosts, credential } = connection;
  const secrets = INLINE_SECRETS.filter((key) => connection[key] !== undefined).map((key) => [
    key,
    connection[key],
  ]);
  return {
    address,
    port,
    user,
    ...(jumpHosts === undefined || jumpHosts.length === 0 ? {} : { jumpHosts }),
    ...(credential === undefined ? {} : { credential }),
    ...(Object.fromEntries(secrets) as Partial<HostLink>),
  };
}

/** Only what is given: null is the wire's way to leave a property out. */
function given<T>(values: object): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as T;
}
