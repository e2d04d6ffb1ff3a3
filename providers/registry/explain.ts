import type { TlsError } from "./connect";
import { RegistryError } from "./errors";
import type { Answer, Peer } from "./exchange";
import { retryAfter } from "./retry";

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  ETIMEDOUT: "it does not answer",
  ECONNRESET: "it closed the connection",
};

/** There is no connection to a registry, or to the server that its tokens come from. */
export function unreachableError(peer: Peer, url: URL, error: unknown): RegistryError {
  const { name, code, message } = error as NodeJS.ErrnoException;
  const reason =
    name === "TimeoutError" || name === "AbortError" ? "it does not answer" : (WORDS[code ?? ""] ?? message);
  return new RegistryError(
    peer.address,
    "unreachable",
    `The registry ${peer.address} cannot be reached from ${peer.from}: ${place(peer, url)}${reason}. ` +
      `Check address and that it runs; where only a host reaches it, name that host in via.`,
    { property: "address", cause: error },
  );
}

/** A registry's certificate is not to be trusted, or it has none. */
export function certificateError(peer: Peer, url: URL, error: TlsError): RegistryError {
  const { code, message } = error;
  const say = (what: string, property: string): RegistryError =>
    new RegistryError(
      peer.address,
      "untrusted",
      `The registry ${peer.address} is not to be trusted: ${place(peer, url)}${what}`,
      {
        property,
        cause: error,
      },
    );
  if (error.isHandshake)
    return say("it does not speak TLS. If it is to be plain http, say so with insecure: true.", "insecure");
  if (code === "CERT_HAS_EXPIRED")
    return say("its certificate has expired. Renew it there; address is right.", "address");
  if (code === "CERT_NOT_YET_VALID")
    return say("its certificate is not valid yet. Check the clocks; address is right.", "address");
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return say(
      `its certificate is for another name (${message}). Give the name that it is for as address.`,
      "address",
    );
  return say(
    `no authority known here vouches for its certificate (${message}). Give the authority's certificate as ca.`,
    "ca",
  );
}

/** What a status other than 200 and 401 says, by the distribution specification. */
export function statusError(peer: Peer, url: URL, { status, headers, body }: Answer): RegistryError {
  const { address } = peer;
  const at = `The registry ${address} ${place(peer, url)}`;
  const said = reasonIn(body);
  if (status === 403) {
    return new RegistryError(address, "denied", `${at}denies access${said}. Check what its login may do.`, {
      property: "credential",
    });
  }
  if (status === 429) {
    const seconds = retryAfter(headers["retry-after"]);
    const wait = seconds === undefined ? "Wait, and run again" : `It asks to come back in ${seconds} s`;
    return new RegistryError(address, "rate-limited", `${at}has had too many requests${said}. ${wait}.`, {
      retryAfterSeconds: seconds,
      property: "address",
    });
  }
  if (status >= 500) {
    return new RegistryError(
      address,
      "server-error",
      `${at}fails with ${status}${said}. Look at its log, and run again.`,
      {
        retryAfterSeconds: retryAfter(headers["retry-after"]),
        property: "address",
      },
    );
  }
  const location = headers.location === undefined ? "" : `, and leads to ${headers.location}`;
  return new RegistryError(
    address,
    "not-a-registry",
    `What answers at ${address} is not a registry: ${url.pathname} gives ${status}${location}. Check address.`,
    { property: "address" },
  );
}

/** The first error that a registry tells, as the distribution specification words it. */
function reasonIn(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors?: { code?: unknown; message?: unknown }[] };
    const message = errors?.[0]?.message;
    return typeof message === "string" && message !== "" ? ` (${message.slice(0, 200)})` : "";
  } catch {
    return "";
  }
}

/** Names the server where it is not the registry itself. */
function place({ address }: Peer, url: URL): string {
  return url.host === address || url.pathname === "/v2/" ? "" : `(its tokens come from ${url.host}) `;
}
