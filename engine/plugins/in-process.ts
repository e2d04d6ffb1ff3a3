import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { ConfigureRequest, ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import { GrpcProvider, type ProviderClient } from "./grpc-provider";
import type { LogLine } from "../steps/deployment";
import type { Provider } from "./provider";

/** A provider whose handlers run in the engine's own process. */
export interface InProcessProvider {
  /** The same handlers that a gRPC server would be given. */
  readonly handlers: IResourceProviderServer;
  /**
   * Hears what it will soon be asked to read, before it is greeted and configured, so that connections are under way by
   * then. It must not throw, and tells nobody what fails: the read does, which also comes where this never was called.
   */
  foresee?(reads: ForeseenReads): void;
  /** Ends what they hold. */
  close(): Promise<void>;
}

/** What a provider is going to be asked, as the protocol has it. What is secret may be not known in it. */
export interface ForeseenReads {
  readonly configuration: ConfigureRequest;
  /** Each in the order of the state: what a resource depends on comes before it. */
  readonly reads: readonly ForeseenRead[];
}

export interface ForeseenRead {
  readonly urn: string;
  readonly id: string;
  /** Makes the message. */
  request(): ReadRequest;
}

/** What a provider in this process gets of the engine. */
export interface EngineAccess {
  /** Puts a line among the operation's events. */
  log(line: LogLine): void;
  /** The address of the engine's gRPC services, for a provider that wants a channel all the same. */
  engineAddress(): Promise<string>;
}

/** Makes an instance of a provider in this process: one for each provider resource, as a plugin's processes are. */
export type InProcessPlugin = (engine: EngineAccess) => InProcessProvider | Promise<InProcessProvider>;

/** The handlers as the engine calls providers: the messages are handed over as they are. */
export function inProcessProvider({ handlers, close }: InProcessProvider): Provider {
  const client = new Proxy(handlers, {
    get(target, method) {
      const handle = Reflect.get(target, method) as ((call: object, callback: unknown) => void) | undefined;
      return (request: unknown, callback: (error: unknown) => void) => {
        if (handle === undefined)
          return callback({ code: 12, details: `${String(method)} is not implemented` });
        handle({ request, metadata: new Map(), cancelled: false, on() {}, once() {} }, callback);
      };
    },
  });
  return new GrpcProvider(client as unknown as ProviderClient, { greeting: {}, close });
}
