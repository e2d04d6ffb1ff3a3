import { connect, type Socket } from "node:net";

/** Where something listens. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

const KEPT_SECONDS = 10;

/** Connected before anybody dials, by place. */
const early = new Map<string, Socket>();
const dialled = new Map<string, Place>();

/** Begins to connect to places that will probably be dialled. Whoever does so meets what fails here again. */
export function connectEarly(places: readonly Place[]): void {
  for (const place of places) {
    const socket = connect({ ...place, noDelay: true });
    // It keeps nobody waiting who does not dial.
    socket.unref();
    socket.on("error", () => undefined);
    early.set(keyOf(place), socket);
    setTimeout(() => {
      if (early.get(keyOf(place)) === socket) takeEarly(place)?.destroy();
    }, KEPT_SECONDS * 1000).unref();
  }
}

/** Connects, or goes on where that was begun. What is connected already tells so once more. */
export function dialPlace(place: Place): Socket {
  dialled.set(keyOf(place), place);
  const socket = takeEarly(place);
  if (socket === undefined) return connect({ ...place, noDelay: true });
  if (!socket.connecting) process.nextTick(() => socket.emit("connect"));
  return socket;
}

/** All places that were dialled in this process. */
export function dialledPlaces(): Place[] {
  return [...dialled.values()];
}

function takeEarly(place: Place): Socket | undefined {
  const socket = early.get(keyOf(place));
  early.delete(keyOf(place));
  if (socket === undefined || socket.destroyed || socket.readableEnded) return undefined;
  socket.removeAllListeners("error");
  return socket.ref();
}

function keyOf({ host, port }: Place): string {
  return JSON.stringify([host, port]);
}
