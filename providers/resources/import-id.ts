import { UserError } from "../errors";
import type { HostAddress } from "./lifecycle";

/** A resource to be imported: the host as it is reached, and the name there; a Host has no name. */
export interface ImportId {
  readonly address: HostAddress;
  readonly name: string | undefined;
}

const LOGIN = /^([^@/]+)@(\[[^\]]+\]|[^:/[\]]+)(?::(\d+))?$/;

/** Parses `user@address:port/name`, with an IPv6 address in brackets, or `local/name`. Without a name it is a Host. */
export function parseImportId(id: string): ImportId {
  const slash = id.indexOf("/");
  const place = slash < 0 ? id : id.slice(0, slash);
  const name = slash < 0 ? undefined : id.slice(slash + 1);
  if (name === "") throw malformed(id);
  if (place === "local") return { address: { local: true }, name };
  const [, user, address, port] = LOGIN.exec(place) ?? [];
  if (user === undefined || address === undefined) throw malformed(id);
  return {
    address: {
      address: address.replaceAll(/[[\]]/g, ""),
      user,
      ...(port === undefined ? {} : { port: portOf(port, id) }),
    },
    name,
  };
}

/** The import id of something on a host, or of the host itself. */
export function importIdOf(address: HostAddress, name?: string): string {
  const place = address.local === true ? "local" : loginOf(address);
  return name === undefined ? place : `${place}/${name}`;
}

/** The id of an object on a host. */
export function childId(hostId: string, name: string): string {
  return `${hostId}/${name}`;
}

function loginOf({ user = "root", address = "", port = 22 }: HostAddress): string {
  return `${user}@${address.includes(":") ? `[${address}]` : address}:${port}`;
}

function portOf(text: string, id: string): number {
  const port = Number(text);
  if (port < 1 || port > 65535) throw malformed(id);
  return port;
}

function malformed(id: string): UserError {
  return new UserError(
    `"${id}" is not an import id. It is user@address:port/name, with an IPv6 address in brackets, or local/name; a Host has no name.`,
  );
}
