import { UserError } from "../errors";
import type { HostSession } from "./lifecycle";

/** What is imported from a host by its name. */
type Kind = "container" | "image" | "network" | "volume";

const LISTS: Readonly<Record<Kind, string>> = {
  container: "docker ps --all",
  image: "docker image ls",
  network: "docker network ls",
  volume: "docker volume ls",
};

/** An import id that says a host only. */
export function withoutName(kind: Kind, id: string): UserError {
  return new UserError(`"${id}" names no ${kind}: the import id of one ends with its name, ${id}/name.`);
}

/** Nothing on the host has the name of an import id. */
export function notThere(kind: Kind, name: string, host: HostSession): UserError {
  const where = host.remote === undefined ? "this machine" : "the host";
  return new UserError(
    `The ${kind} ${name} does not exist on ${host.name}. \`${LISTS[kind]}\`, typed on ${where}, lists what is there.`,
  );
}
