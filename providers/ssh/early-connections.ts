import { connect, type Socket } from "node:net";
import type { Opening } from "./opening";

/** Where something listens. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** With which the host may prove that it is itself, the preferred ones first. */
  readonly hostKeyAlgorithms: readonly string[];
}

const KEPT_SECONDS = 10;

/** Connected before anybody dials. */
class EarlyConnection {
  private readonly socket: Socket;
  #opening: Opening | undefined;
  #isTaken = false;

  constructor(private readonly place: Place) {
    const { host, port } = place;
    this.socket = connect({ host, port, noDelay: true });
    // It keeps nobody waiting who does not dial.
    this.socket.unref();
    this.socket.on("error", ignore);
  }

  /** Goes on to where the host waits for a login, as soon as there is a connection. */
  open(Open: typeof Opening): void {
    const begin = (): void => {
      if (this.#isTaken || !this.#isUsable()) return;
      try {
        this.#opening = new Open(this.socket, this.place.hostKeyAlgorithms);
      } catch {
        // Whoever dials meets it again.
        this.socket.destroy();
      }
    };
    if (this.socket.connecting) this.socket.once("connect", begin);
    else begin();
  }

  /** Undefined if nothing can be begun with it. */
  take({ hostKeyAlgorithms }: Place): Opening | Socket | undefined {
    this.#isTaken = true;
    const isOther = String(hostKeyAlgorithms) !== String(this.place.hostKeyAlgorithms);
    if (!this.#isUsable() || (this.#opening !== undefined && isOther)) {
      this.socket.destroy();
      return undefined;
    }
    this.socket.off("error", ignore).ref();
    return this.#opening ?? this.socket;
  }

  /** Ends it, unless somebody has it. */
  giveUp(): void {
    if (!this.#isTaken) this.socket.destroy();
  }

  #isUsable(): boolean {
    return !this.socket.destroyed && !this.socket.readableEnded;
  }
}

function ignore(): void {
  // Whoever dials meets it again.
}

const early = new Map<string, EarlyConnection>();
const dialled = new Map<string, Place>();

/** Begins to connect to places that will probably be dialled. Whoever does so meets what fails here again. */
export function connectEarly(places: readonly Place[]): void {
  for (const place of places) {
    const connection = new EarlyConnection(place);
    early.set(keyOf(place), connection);
    setTimeout(() => connection.giveUp(), KEPT_SECONDS * 1000).unref();
  }
}

/** Whether there are connections that nobody has asked for yet. */
export function isEarly(): boolean {
  return early.size > 0;
}

/** Begins the handshakes on all that was connected early: so much of them as says nothing of who comes. */
export function openEarly(Open: typeof Opening): void {
  for (const connection of early.values()) connection.open(Open);
}

/** Connects, or goes on where that was begun. What is connected already tells so once more. */
export function dialPlace(place: Place): Opening | Socket {
  const key = keyOf(place);
  dialled.set(key, place);
  const taken = early.get(key)?.take(place);
  early.delete(key);
  if (taken === undefined) return connect({ host: place.host, port: place.port, noDelay: true });
  if ("connecting" in taken && !taken.connecting) process.nextTick(() => taken.emit("connect"));
  return taken;
}

/** All places that were dialled in this process. */
export function dialledPlaces(): Place[] {
  return [...dialled.values()];
}

function keyOf({ host, port }: Place): string {
  return JSON.stringify([host, port]);
}
