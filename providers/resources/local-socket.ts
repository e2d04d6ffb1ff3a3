import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors";

/** Where an engine listens, unless it is told otherwise. */
export const DEFAULT_SOCKET = "/var/run/docker.sock";

/** What of the environment says where the engine of this machine listens. */
export interface LocalEnvironment {
  readonly home: string | undefined;
  readonly dockerHost: string | undefined;
}

/** The socket of this machine's engine: the one that DOCKER_HOST names, else the first of the usual ones that is there. */
export function localSocket({ home, dockerHost }: LocalEnvironment, exists = existsSync): string {
  if (dockerHost !== undefined && dockerHost !== "") return socketIn(dockerHost);
  // The second and third are Docker Desktop's.
  const usual = home === undefined ? [] : [".docker/run/docker.sock", ".docker/desktop/docker.sock"];
  return [DEFAULT_SOCKET, ...usual.map((path) => join(home ?? "", path))].find(exists) ?? DEFAULT_SOCKET;
}

function socketIn(dockerHost: string): string {
  const path = /^unix:\/\/(\/.+)$/.exec(dockerHost)?.[1];
  if (path !== undefined) return path;
  const scheme = /^[a-z]+:/.exec(dockerHost)?.[0] ?? "something else";
  throw new UserError(
    `DOCKER_HOST says ${scheme}, and only an engine of this machine will do, at unix:///PATH. Set socketPath to its socket, or unset DOCKER_HOST.`,
    { property: "socketPath" },
  );
}
