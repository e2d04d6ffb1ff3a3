import { NameTakenError } from "../../apply/container/errors";
import { absentAsUndefined } from "../../apply/container/observe";
import type { ContainerInspectJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";
import { EngineDownError, NotAnEngineError, PermissionError } from "../../docker/errors";
import { describeOwner, isOwnedBy, type Labels, type Owner } from "../../reconcile/ownership";
import { LocalEngineError } from "../../sandbox/errors";
import type { Bag } from "../bag";
import type { Context, HostSession, OpenOptions } from "../lifecycle";
import { storedOutputs } from "./state";

/** Opens the engine of this machine. Rejects with LocalEngineError where it is not there for us. */
export async function openLocalEngine(
  { hosts, signal }: Context,
  socketPath: string,
  purpose: OpenOptions["purpose"],
): Promise<HostSession> {
  try {
    const { session } = await hosts.locate({ local: true, socketPath }, { purpose, signal });
    return session;
  } catch (error) {
    throw localEngineError(error);
  }
}

/** The engine's socket: what the program says, else what it was when the sandbox was made, else what is usual here. */
export function socketOf(
  { hosts }: Pick<Context, "hosts">,
  asked: string | undefined,
  state: Bag | undefined,
): string {
  const before = storedOutputs(state).socketPath;
  return asked ?? (typeof before === "string" ? before : hosts.localSocket());
}

/** What to do about an engine that is not there, in the words of a Sandbox. Other errors are left as they are. */
export function localEngineError(error: unknown): unknown {
  if (error instanceof PermissionError) {
    return new LocalEngineError(
      `${error.message} A Sandbox is a container of the engine of this machine. To join the group: ` +
        `sudo usermod --append --groups docker USER, then log in anew.`,
      { property: "socketPath", cause: error },
    );
  }
  if (error instanceof EngineDownError || error instanceof NotAnEngineError) {
    return new LocalEngineError(
      `${error.message} A Sandbox is a container of the engine of this machine: start Docker, or install it ` +
        `(on Debian: apt-get install docker.io), or set socketPath to where it listens.`,
      { property: "socketPath", cause: error },
    );
  }
  return error;
}

/**
 * Whether a container is a sandbox's: by its labels, or as the one that the state knows, whose labels stay what they
 * were when the stack is renamed.
 */
export function isOurs(
  { Id, Labels }: { readonly Id: string; readonly Labels?: Labels | null | undefined },
  owner: Owner,
  state: Bag | undefined,
): boolean {
  return Id === storedOutputs(state).containerId || isOwnedBy(Labels, owner);
}

/** The container of a sandbox, if it is there. Rejects with NameTakenError where somebody else's has the name. */
export async function findOwn(
  engine: Engine,
  owner: Owner,
  state: Bag | undefined,
  signal: AbortSignal,
): Promise<ContainerInspectJson | undefined> {
  const found = await absentAsUndefined(() => engine.containers.inspect(owner.name, signal));
  if (found === undefined || isOurs({ Id: found.Id, Labels: found.Config.Labels }, owner, state))
    return found;
  throw new NameTakenError(
    `A container named ${owner.name} is on ${engine.name} already, and ${describeOwner(found.Config.Labels)}. ` +
      `It was not touched. Choose another name, or remove it.`,
    { property: "name" },
  );
}
