import { connectionToError } from "../../providers/docker/errors";
import { UserError } from "../../providers/errors";
import type { HostSession } from "../../providers/resources/lifecycle";
import { ConnectionLostError } from "../../providers/ssh/errors";
import { SshRemote } from "../../providers/ssh/remote-ssh";

/** Why a stream from an engine broke: the connection to the host, where it is that, else the engine. */
export async function broken({ remote, engine }: HostSession, error: unknown): Promise<UserError> {
  // What the connection carried learns of its end before the connection itself does.
  await new Promise(setImmediate);
  const lost = remote instanceof SshRemote ? remote.connection.lost : undefined;
  return withNextStep(lost ?? connectionToError(error, engine.name));
}

/** The same error, with what there is to do where the connection was lost. */
export function withNextStep<Kind>(error: Kind): Kind | UserError {
  if (!(error instanceof ConnectionLostError)) return error;
  return new UserError(
    `${error.message}\nWhat runs there may run on. When the host answers, \`moorage ps\` tells, and the same can be typed again.`,
    { cause: error },
  );
}
