import type { Client } from "ssh2";

/** What of ssh2 is told of the server's messages; it has no public name. */
interface Protocol {
  readonly _handlers: {
    EXT_INFO?: (protocol: Protocol, extensions: unknown) => void;
    SERVICE_ACCEPT?: (protocol: Protocol, service: string) => void;
  };
}

const SERVICE = "ssh-userauth";

/**
 * Has a client that connects offer its first login together with the request for the service that logs in. By itself
 * ssh2 waits until the server has agreed, which takes a round trip and which every server does that will let anybody
 * in. Only who has been told by then with which algorithms a key may sign knows what to offer: where the server does
 * not say so, the client waits as before.
 */
export function logInAtOnce(client: Client): void {
  const { _protocol: protocol } = client as unknown as { _protocol?: Partial<Protocol> };
  const handlers = protocol?._handlers;
  if (handlers?.EXT_INFO === undefined || handlers.SERVICE_ACCEPT === undefined) return;
  const { EXT_INFO: learn, SERVICE_ACCEPT: logIn } = handlers;
  let hasAsked = false;
  let hasBegun = false;
  // Told just before the service is asked for.
  client.once("handshake", () => (hasAsked = true));
  const begin = (known: Protocol, service: string): void => {
    if (hasBegun) return;
    hasBegun = true;
    logIn(known, service);
  };
  handlers.EXT_INFO = (known, extensions) => {
    learn(known, extensions);
    if (hasAsked) begin(known, SERVICE);
  };
  handlers.SERVICE_ACCEPT = begin;
}
