import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog, type LogLine } from "./engine-log";
import { Operations } from "./operations";
import { Redactor } from "./redactor";
import { service } from "./service";
import { Session, type SessionOptions } from "./session";
import { within } from "./within";

/** What is under way when an engine closes the provider gets this long to finish or undo, as in a plugin. */
const graceMilliseconds = 3500;

/** The provider without a server, for an engine in the same process. */
export interface LocalProvider {
  readonly handlers: IResourceProviderServer;
  /** Aborts what is under way, gives it a moment, and closes all connections. */
  close(): Promise<void>;
}

/** Makes one instance of the provider; it dials nothing yet. */
export function localProvider(options: SessionOptions, tell: (line: LogLine) => void): LocalProvider {
  const redactor = new Redactor();
  const session = new Session(options, new EngineLog(redactor, tell), redactor);
  const operations = new Operations();
  return {
    handlers: service(session, operations),
    async close() {
      operations.cancel("the engine has ended");
      await within(graceMilliseconds, operations.settled());
      await session.close();
    },
  };
}
