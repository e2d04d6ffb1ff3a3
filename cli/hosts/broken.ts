import { connectionToError } from "../../providers/docker/errors";
import type { UserError } from "../../providers/errors";
import type { HostSession } from "../../providers/resources/lifecycle";
import { SshRemote } from "../../providers/ssh/remote-ssh";

/** Why a stream from an engine broke: the connection to the host, where it is that, else the engine. */
export async function broken({ remote, engine }: HostSession, error: unknown): Promise<UserError> {
  // What the connection carried learns of its end before the connection itself does.
  await new Promise(setImmediate);
  const lost = remote instanceof SshRemote ? remote.connection.lost : undefined;
  return lost ?? connectionToError(error, engine.name);
}
