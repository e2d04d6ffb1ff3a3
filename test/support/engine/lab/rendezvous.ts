import { createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import type { Server as ProviderServer } from "@grpc/grpc-js";
import type { Cloud } from "./cloud";
import { dialects, type PackageName } from "./kinds";
import { startProvider } from "./provider";

/** Folder with the plugins' executables, for `plugins.providers.path`. */
export const labPlugins = join(__dirname, "bin");

/**
 * Where the plugins' processes get their provider from. An engine starts a process for every provider instance, as
 * ever; what it then speaks to lives in this process, which therefore sees every call and need not start a Node.
 */
export class Rendezvous {
  readonly #clouds = new Map<string, Cloud>();
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#welcome(socket));

  static async open(): Promise<Rendezvous> {
    const opened = new Rendezvous();
    await new Promise<void>((resolve) => opened.#server.listen(0, "127.0.0.1", resolve));
    return opened;
  }

  /** The environment that leads an engine's plugins to a cloud. */
  environment(key: string, cloud: Cloud): Record<string, string> {
    this.#clouds.set(key, cloud);
    return { LAB_PORT: String((this.#server.address() as AddressInfo).port), LAB_KEY: key };
  }

  forget(key: string): void {
    this.#clouds.delete(key);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #welcome(socket: Socket): void {
    this.#sockets.add(socket);
    let provider: Promise<ProviderServer> | undefined;
    socket.setEncoding("utf8").once("data", (line: string) => {
      const [key = "", packageName = ""] = line.trim().split(" ");
      const cloud = this.#clouds.get(key);
      if (cloud === undefined || !(packageName in dialects)) return void socket.destroy();
      provider = startProvider(packageName as PackageName, cloud).then(({ port, server }) => {
        socket.write(`${port}\n`);
        return server;
      });
    });
    // The end of the plugin's process is the end of its provider.
    socket
      .on("error", () => undefined)
      .on("close", () => {
        this.#sockets.delete(socket);
        void provider?.then((server) => server.forceShutdown());
      });
  }
}
