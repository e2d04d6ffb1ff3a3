import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { Client, type ClientChannel } from "ssh2";
import type { TestHost } from "../host";

/** The engine of a throwaway host at a socket of this machine, for Docker's own command line too. */
export interface EngineSocket {
  readonly path: string;
  close(): Promise<void>;
}

export async function openEngineSocket({ address, port, key }: TestHost): Promise<EngineSocket> {
  const client = new Client();
  const ready = once(client, "ready");
  client.connect({ host: address, port, username: "root", privateKey: key.privateKey });
  await ready;
  const folder = await mkdtemp(join(tmpdir(), "moorage-engine-"));
  const path = join(folder, "docker.sock");
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const connected = (error: Error | undefined, channel: ClientChannel) => {
      if (error !== undefined) return void socket.destroy(error);
      socket.on("error", () => channel.destroy());
      channel.on("error", () => socket.destroy());
      channel.on("close", () => socket.destroy());
      socket.on("close", () => channel.close());
      socket.pipe(channel).pipe(socket);
    };
    client.openssh_forwardOutStreamLocal("/var/run/docker.sock", connected);
  });
  server.listen(path);
  await once(server, "listening");
  return {
    path,
    async close() {
      server.close();
      client.end();
      await rm(folder, { recursive: true });
    },
  };
}
