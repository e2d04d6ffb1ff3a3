import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import type { Duplex } from "node:stream";
import type { ContainerInspectJson } from "../../providers/docker/container-json";
import type { Engine } from "../../providers/docker/engine";
import { UserError } from "../../providers/errors";
import { Failure } from "../failure";
import type { Daily } from "./daily";
import { findContainer } from "./find";
import type { InventoryContainer } from "./inventory";
import type { Forward } from "./forward";

/**
 * Listens on this machine and passes each connection on to a port of a container, through the connection to its host.
 * Nothing has to be published. The container is looked up for each connection, so one that takes over is found.
 */
export async function portForward(
  daily: Daily,
  name: string,
  forwards: readonly Forward[],
  options: { readonly host?: string | undefined },
): Promise<number> {
  const { terminal, signal } = daily;
  const container = findContainer(daily.inventory, name, options.host);
  const { engine } = await daily.open(container.host);
  await addressIn(engine, container, signal);
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  try {
    for (const forward of forwards) {
      const server = await listen(forward, (socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
        void carry(daily, container, forward.port, socket);
      });
      servers.push(server);
      const { address, port, family } = server.address() as AddressInfo;
      const here = family === "IPv6" ? `[${address}]:${port}` : `${address}:${port}`;
      terminal.stdout.write(`${here} -> ${name}:${forward.port} on ${container.host.name}\n`);
    }
    if (!signal.aborted) await once(signal, "abort");
    throw signal.reason;
  } finally {
    for (const server of servers) server.close();
    for (const socket of sockets) socket.destroy();
  }
}

async function listen(forward: Forward, onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, onSocket);
  const { address, local } = forward;
  server.listen(local, address);
  try {
    await once(server, "listening");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === "EADDRINUSE" ? "something else listens there; take another port" : message;
    throw new Failure(`cannot listen at ${address}:${local}: ${why}`, { cause });
  }
  return server;
}

/** One connection. What goes wrong with it is told, and the others go on. */
async function carry(
  daily: Daily,
  container: InventoryContainer,
  port: number,
  socket: Socket,
): Promise<void> {
  let far: Duplex | undefined;
  try {
    far = await dial(daily, container, port);
    await Promise.all([pipeline(socket, far, { end: true }), pipeline(far, socket)]);
  } catch (error) {
    if (error instanceof UserError && !daily.signal.aborted) {
      daily.terminal.stderr.write(`error: ${container.name}:${port}: ${error.message}\n`);
    }
  } finally {
    socket.destroy();
    far?.destroy();
  }
}

async function dial(daily: Daily, container: InventoryContainer, port: number): Promise<Duplex> {
  const { signal } = daily;
  const { host } = container;
  if (host.link.local === true) {
    const { engine } = await daily.open(host);
    const address = await addressIn(engine, container, signal);
    const socket = connect({ host: address, port, allowHalfOpen: true, noDelay: true, signal });
    await once(socket, "connect");
    return socket;
  }
  const connection = await daily.connect(host);
  const { engine } = await connection.openEngine(signal);
  return connection.remote.dial(await addressIn(engine, container, signal), port, signal);
}

/** Where the container's host reaches it. @throws Failure where it has no address */
async function addressIn(
  engine: Engine,
  { name, container }: InventoryContainer,
  signal: AbortSignal,
): Promise<string> {
  const found = await engine.containers.inspect(container, signal);
  const address = found.State.Running ? addressOf(found) : undefined;
  if (address !== undefined) return address;
  const why = found.State.Running ? "it is on no network" : `it is ${found.State.Status}, not running`;
  throw new UserError(`${name} on ${engine.name} has no address: ${why}`);
}

function addressOf({ HostConfig, NetworkSettings }: ContainerInspectJson): string | undefined {
  if (HostConfig.NetworkMode === "host") return "127.0.0.1";
  const endpoints = Object.values(NetworkSettings.Networks ?? {});
  const addresses = endpoints.flatMap(({ IPAddress, GlobalIPv6Address }) => [IPAddress, GlobalIPv6Address]);
  return addresses.find((address) => address !== "");
}
