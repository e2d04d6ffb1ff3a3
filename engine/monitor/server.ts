import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { channelOptions } from "../channel-options";
import { toRpcError } from "./direct-client";
import type { Monitor } from "./monitor";
import { engine, resourceMonitor } from "./services";

/** The monitor behind a socket of this machine, for providers and for programs in a process of their own. */
export class MonitorServer {
  private server: Server | undefined;
  private listening: Promise<string> | undefined;

  constructor(private readonly monitor: Monitor) {}

  /** Where it is reached; it listens from the first time on that this is asked. */
  address(): Promise<string> {
    this.listening ??= this.listen();
    return this.listening;
  }

  /** Cuts off whoever is connected. */
  close(): void {
    this.server?.forceShutdown();
  }

  private listen(): Promise<string> {
    const server = new Server(channelOptions);
    this.server = server;
    server.addService(ResourceMonitorService, this.handlers(resourceMonitor) as never);
    server.addService(EngineService, this.handlers(engine) as never);
    return new Promise((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(`127.0.0.1:${port}`);
        else reject(error);
      });
    });
  }

  private handlers(service: object): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(service).map(([name, { serve }]) => [
        name,
        (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>): void => {
          const answer = (async () =>
            (serve as (monitor: Monitor, request: unknown) => unknown)(this.monitor, call.request))();
          this.monitor.callsUnderWay++;
          answer
            .finally(() => this.monitor.callsUnderWay--)
            .then(
              (response) => callback(null, response),
              (error: unknown) => {
                const { code, details } = toRpcError(error);
                callback({ code, details });
              },
            );
        },
      ]),
    );
  }
}
