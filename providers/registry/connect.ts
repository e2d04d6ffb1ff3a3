import { once } from "node:events";
import net from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";

/** Opens a TCP connection. */
export type Dial = (hostname: string, port: number, signal: AbortSignal) => Promise<Duplex>;

export interface TlsOptions {
  /** An authority to trust beside those that Node.js trusts, in PEM. */
  readonly ca: string | undefined;
  /** Whether any certificate will do. */
  readonly insecure: boolean;
}

/** The server does not speak TLS as it should, or its certificate is not to be trusted. */
export class TlsError extends Error {
  override readonly name = "TlsError";

  constructor(
    /** OpenSSL's or Node's word, e.g. `CERT_HAS_EXPIRED`. */
    readonly code: string,
    override readonly cause: Error,
  ) {
    super(cause.message);
  }

  /** Whether there was no certificate to judge, as where plain http is spoken. */
  get isHandshake(): boolean {
    return /^(EPROTO|ECONNRESET|ERR_SSL_|EPIPE)/.test(this.code);
  }
}

/** Connects from this machine. */
export const dialDirectly: Dial = async (hostname, port, signal) => {
  const socket = net.connect({ host: hostname, port, signal });
  await once(socket, "connect");
  return socket;
};

/** Speaks TLS over a connection. Rejects with TlsError. */
export async function secure(
  stream: Duplex,
  hostname: string,
  options: TlsOptions,
  signal: AbortSignal,
): Promise<Duplex> {
  const { ca, insecure } = options;
  const socket = tls.connect({
    socket: stream,
    ...(net.isIP(hostname) === 0 ? { servername: hostname } : {}),
    ...(ca === undefined ? {} : { ca: [...tls.rootCertificates, ca] }),
    rejectUnauthorized: !insecure,
    // The name is that of the address, also where that is an IP address and so is not sent.
    checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(hostname, certificate),
  });
  try {
    await once(socket, "secureConnect", { signal });
  } catch (error) {
    socket.destroy();
    stream.destroy();
    signal.throwIfAborted();
    const cause = error as NodeJS.ErrnoException;
    throw new TlsError(cause.code ?? "", cause);
  }
  return socket;
}
