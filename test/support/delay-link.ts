import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

export interface DelayLinkOptions {
  readonly to: { readonly host: string; readonly port: number };
  /** How long every byte is under way, in each direction: a round trip costs twice as much. @default 0 */
  readonly delayMs?: number;
  /** Does something later; given by tests that move the time themselves. @default setTimeout */
  readonly later?: (action: () => void, delayMs: number) => void;
}

/** Opens a port of the loopback address that leads to another port as over a long line. Needs no kernel support. */
export async function delayLink(options: DelayLinkOptions): Promise<DelayLink> {
  const link = new DelayLink(options);
  await link.accept();
  return link;
}

/** A TCP link in user space, with the faults that a line has. */
export class DelayLink {
  readonly address = "127.0.0.1";
  /** As in the options; may be changed at any time, for the bytes that come in from then on. */
  delayMs: number;
  readonly #options: DelayLinkOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #connections = 0;
  #bytesSent = 0;
  #heldBack: (() => void)[] | undefined;

  constructor(options: DelayLinkOptions) {
    this.#options = options;
    this.delayMs = options.delayMs ?? 0;
  }

  get port(): number {
    return this.#port;
  }

  /** How many TCP connections were ever made through the link. */
  get connections(): number {
    return this.#connections;
  }

  /** How many bytes ever came in towards the far end. */
  get bytesSent(): number {
    return this.#bytesSent;
  }

  /** Breaks every connection at once; new ones are still accepted. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets no byte through and breaks nothing, as a line does that went dead, until `resume`. */
  stall(): void {
    this.#heldBack ??= [];
  }

  resume(): void {
    const due = this.#heldBack ?? [];
    this.#heldBack = undefined;
    for (const action of due) action();
  }

  /** Refuses new connections, until `accept`; those that are there go on. */
  refuse(): void {
    const server = this.#server;
    this.#server = undefined;
    // The server reports its end only after its last connection's; that it does not listen holds at once.
    server?.close();
  }

  /** Accepts connections, after `refuse` at the same port as before. */
  async accept(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ allowHalfOpen: true }, (client) => this.#carry(client));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(this.#port, this.address, resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  close(): void {
    this.refuse();
    this.cut();
  }

  #carry(client: Socket): void {
    this.#connections += 1;
    this.#track(client);
    // The handshake of a far host is a round trip of its own; the kernel here has accepted already.
    this.#after(2, () => {
      if (client.destroyed) return;
      const far = connect({ ...this.#options.to, allowHalfOpen: true });
      this.#track(far);
      // Listening to the bytes lets them flow: not before there is somewhere for them to go.
      client.on("data", (chunk: Buffer) => (this.#bytesSent += chunk.length));
      this.#pump(client, far);
      this.#pump(far, client);
    });
  }

  #track(socket: Socket): void {
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    // "close" follows and takes the other side down.
    socket.on("error", () => undefined);
  }

  #pump(from: Socket, to: Socket): void {
    const deliver = this.#inOrder();
    from.on("data", (chunk: Buffer) => {
      deliver(() => {
        if (to.destroyed || to.write(chunk)) return;
        from.pause();
        to.once("drain", () => from.resume());
      });
    });
    from.once("end", () => deliver(() => to.end()));
    from.once("close", (hadError) => {
      if (hadError || !from.readableEnded) to.destroy();
    });
  }

  /** Does one thing after the other, each after the delay: where that becomes shorter, nothing overtakes. */
  #inOrder(): (action: () => void) => void {
    const underWay: { readonly action: () => void; isDue: boolean }[] = [];
    return (action) => {
      const entry = { action, isDue: false };
      underWay.push(entry);
      this.#after(1, () => {
        entry.isDue = true;
        while (underWay[0]?.isDue === true) underWay.shift()?.action();
      });
    };
  }

  #after(trips: number, action: () => void): void {
    const { later = setTimeout } = this.#options;
    const deliver = () => {
      if (this.#heldBack === undefined) action();
      else this.#heldBack.push(deliver);
    };
    if (this.delayMs === 0) deliver();
    else later(deliver, trips * this.delayMs);
  }
}
