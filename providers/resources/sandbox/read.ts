import type { HostLink } from "../../../sdk/link";
import { absentAsUndefined } from "../../apply/container/observe";
import { UserError } from "../../errors";
import { LOOPBACK } from "../../sandbox/container-request";
import { observeSandbox, sshPort } from "../../sandbox/observe";
import type { Bag } from "../bag";
import { ownerOf } from "../child-inputs";
import { readOnHost } from "../host-access";
import type { Context, ReadRequest, ReadResult } from "../lifecycle";
import { sandboxInputs } from "./inputs";
import { isOurs, socketOf } from "./engine";
import { observedState, storedOutputs } from "./state";

/** Reads what a sandbox is now. */
export async function readSandbox(context: Context, request: ReadRequest): Promise<ReadResult> {
  const { id, inputs: bag } = request;
  if (bag === undefined) throw notImportable(id);
  const inputs = sandboxInputs(bag);
  if (inputs === undefined) return undefined;
  const link = engineLink(context, id, inputs.socketPath, request.state);
  return readOnHost(context, link, request, async ({ engine }) => {
    const owner = ownerOf(context.urn, inputs.name);
    const container = await absentAsUndefined(() => engine.containers.inspect(owner.name, context.signal));
    if (container === undefined) return undefined;
    if (!isOurs({ Id: container.Id, Labels: container.Config.Labels }, owner, request.state))
      return undefined;
    const observed = await observeSandbox(engine, container, context.signal);
    const port = sshPort(observed);
    if (observed.hostKey !== undefined && port !== undefined)
      context.hosts.moved(observed.hostKey, { address: LOOPBACK, port });
    const seen = port === undefined ? observed : { ...observed, port };
    const state = observedState(bag, String(link.socketPath), seen, storedOutputs(request.state));
    return { id, inputs: bag, state };
  });
}

/** The engine that a sandbox is on, by the identity that the id begins with. */
export function engineLink(
  context: Context,
  id: string,
  asked: string | undefined,
  state: Bag | undefined,
): HostLink {
  const hostId = id.slice(0, id.lastIndexOf("/"));
  return { hostId, local: true, socketPath: socketOf(context, asked, state) };
}

function notImportable(id: string): UserError {
  return new UserError(
    `A Sandbox cannot be imported (${id}): only the run that makes one has its private key. Let the program make ` +
      `a new one; a container that is in the way goes with \`docker rm --force --volumes NAME\`.`,
  );
}
