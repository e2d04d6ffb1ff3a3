import type { HostLink } from "../../sdk/link";
import { CancelledError, UserError } from "../errors";
import { emptyBag } from "./bag";
import { HostChangedError, HostUnreachableError, isLoginRefused } from "./host-errors";
import { type Context, type HostSession, PartialError, type ReadRequest, type ReadResult } from "./lifecycle";

/**
 * Reads an object of a host. One that is on a machine which was replaced is gone; where the host does not answer, or
 * not as it should, nothing is known: what was stored stays, with the reason, so that the other hosts' objects go on.
 */
export async function readOnHost(
  context: Context,
  link: HostLink,
  request: ReadRequest,
  read: (session: HostSession) => Promise<ReadResult>,
): Promise<ReadResult> {
  try {
    return await read(await context.hosts.open(link, { purpose: "read", signal: context.signal }));
  } catch (error) {
    if (error instanceof HostChangedError) return undefined;
    const isImport = request.inputs === undefined;
    if (!(error instanceof UserError) || error instanceof CancelledError || isImport) throw error;
    // A refresh before the program has run has only the former credentials; the program may bring the right ones.
    if (isLoginRefused(error) && request.inputs !== undefined && request.state !== undefined) {
      context.log("warning", `${error.message}\n${context.urn.name} is taken to be as it was.`);
      return { id: request.id, inputs: request.inputs, state: request.state };
    }
    throw new PartialError(error, {
      id: request.id,
      inputs: request.inputs ?? emptyBag,
      state: request.state ?? emptyBag,
    });
  }
}

/** Removes an object of a host; nothing is to be done where it went with its machine. */
export async function removeOnHost(
  context: Context,
  link: HostLink,
  remove: (session: HostSession) => Promise<void>,
): Promise<void> {
  try {
    await remove(await context.hosts.open(link, { purpose: "remove", signal: context.signal }));
  } catch (error) {
    if (error instanceof HostChangedError) return;
    if (!(error instanceof HostUnreachableError && context.config.deleteUnreachable)) throw error;
    context.log("warning", `${error.message} It is deleted from the state only, as deleteUnreachable says.`);
  }
}

/** The session for a preview; undefined where the host does not answer soon: then the preview knows less. */
export async function openForPreview(context: Context, link: HostLink): Promise<HostSession | undefined> {
  try {
    return await context.hosts.open(link, { purpose: "preview", signal: context.signal });
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    context.log("warning", `The preview is made without a look at the host: ${error.message}`);
    return undefined;
  }
}
