import { AsyncLocalStorage } from "node:async_hooks";
import type { UnaryClient, UnaryMethod } from "../program/seam";
import { DeploymentStoppedError } from "../steps/stopped-error";
import type { Callbacks } from "./callbacks";
import { MonitorStoppedError, RpcError } from "./errors";
import { messageOf } from "./invoke";
import type { Monitor } from "./monitor";
import { engine, resourceMonitor } from "./services";

/** The monitor as a program in the same process sees it: what the SDK takes for its gRPC clients. */
export interface DirectClients {
  readonly monitor: UnaryClient;
  readonly engine: UnaryClient;
  /** Whether a call that the program has made is not answered yet. */
  isBusy(): boolean;
  readonly callbacks: Callbacks;
}

/** Makes clients that call the handlers straight, without a socket. */
export function directClients(monitor: Monitor): DirectClients {
  // What the engine does for the program is not the program's: neither its errors nor its timers.
  const outside = AsyncLocalStorage.snapshot();
  let pending = 0;
  const method =
    (name: string, serve: (monitor: Monitor, request: never) => unknown): UnaryMethod =>
    (request, callback) => {
      const counts = name !== "signalAndWaitForShutdown";
      if (counts) pending++;
      const answer = outside(async () => serve(monitor, request));
      answer
        .finally(() => {
          if (counts) pending--;
        })
        .then(
          (response) => callback(null, response),
          (error: unknown) => callback(toRpcError(error)),
        );
    };
  const client = (service: object): UnaryClient =>
    Object.fromEntries([
      ...Object.entries(service).map(([name, { serve }]) => [name, method(name, serve as never)] as const),
      ["close", () => {}],
    ]);
  const { callbacks } = monitor;
  return { monitor: client(resourceMonitor), engine: client(engine), isBusy: () => pending > 0, callbacks };
}

/** An error as the SDK understands it. */
export function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof DeploymentStoppedError) return new MonitorStoppedError();
  const unknown = 2;
  return new RpcError(unknown, messageOf(error), { cause: error });
}
