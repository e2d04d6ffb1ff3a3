import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { sshHostPieces } from "../resources/hosts";
import { foresee, type ForeseenReads } from "./foresee";
import { EngineLog, type LogLine } from "./engine-log";
import { Operations } from "./operations";
import { Redactor } from "./redactor";
import type * as services from "./service";
import { Session, type SessionOptions } from "./session";
import { within } from "./within";

/** Loaded when the first host is dialled, or with the first call. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would have the caller wait
const serviceModule = () => require("./service") as typeof services;

/** What is under way when an engine closes the provider gets this long to finish or undo, as in a plugin. */
const graceMilliseconds = 3500;

/** The provider without a server, for an engine in the same process. */
export interface LocalProvider {
  readonly handlers: IResourceProviderServer;
  /** Hears what it is going to be asked to read, and reaches the hosts of that. It neither fails nor says anything. */
  foresee(reads: ForeseenReads): void;
  /** Aborts what is under way, gives it a moment, and lets go of all connections. */
  close(): Promise<void>;
}

/** Makes one instance of the provider; it dials nothing yet. */
export function localProvider(options: SessionOptions, tell: (line: LogLine) => void): LocalProvider {
  const redactor = new Redactor();
  const session = new Session(options, new EngineLog(redactor, tell), redactor);
  const operations = new Operations();
  let handlers: IResourceProviderServer | undefined;
  return {
    get handlers() {
      return (handlers ??= serviceModule().service(session, operations));
    },
    foresee(reads) {
      operations
        .run({ timeoutSeconds: 0 }, (signal) =>
          foresee(session, reads, signal, [...sshHostPieces, serviceModule]),
        )
        .catch(() => undefined);
    },
    async close() {
      operations.cancel("the engine has ended");
      await within(graceMilliseconds, operations.settled());
      // The other sides take a round trip to say farewell, in which the engine has things to do.
      session.close().catch(() => undefined);
    },
  };
}
