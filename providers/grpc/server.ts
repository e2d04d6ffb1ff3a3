import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog } from "./engine-log";
import { watchEngine } from "./engine-watch";
import { Operations } from "./operations";
import type { Redact } from "../redact";
import { Redactor } from "./redactor";
import { service } from "./service";
import { Session, type SessionOptions } from "./session";
import { within } from "./within";

/** As large as what the engine itself takes and sends. */
const maximumMessageBytes = 400 * 1024 * 1024;

/** For the last answers to get on their way. */
const flushMilliseconds = 250;

export interface ServerOptions extends SessionOptions {
  /** Address of the engine; undefined when it will attach by itself. */
  readonly engineAddress: string | undefined;
}

/** The provider, listening on the loopback interface. */
export interface RunningServer {
  readonly port: number;
  /**
   * Aborts what is under way, gives it a moment to finish or undo, and closes all connections.
   * @param reason for the errors of what is aborted
   */
  stop(reason: string, graceMilliseconds: number): Promise<void>;
  /** Takes secrets out of a text. */
  readonly clean: Redact;
  /** Calls back once when the engine is gone: it gave no notice and will never ask for anything again. */
  onEngineGone(callback: () => void): void;
}

/** Starts the provider on a free port. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const redactor = new Redactor();
  const log = new EngineLog(redactor);
  if (options.engineAddress !== undefined) log.connect(options.engineAddress);
  const session = new Session(options, log, redactor);
  const operations = new Operations();
  const server = new Server({
    "grpc.max_receive_message_length": maximumMessageBytes,
    "grpc.max_send_message_length": maximumMessageBytes,
  });
  server.addService(ResourceProviderService, service(session, operations));
  const port = await listen(server);
  return {
    port,
    async stop(reason, graceMilliseconds) {
      const areUnderWay = operations.areUnderWay;
      operations.cancel(reason);
      await within(graceMilliseconds, operations.settled());
      // The engine keeps its connection until this process is gone, and an idle one ends without waiting for it.
      if (areUnderWay) await within(flushMilliseconds, shutdown(server));
      await session.close();
      server.forceShutdown();
      log.close();
    },
    clean: redactor.clean,
    onEngineGone(callback) {
      watchEngine(log, callback);
    },
  };
}

/** Resolves when all connections have taken what was sent and are closed. */
function shutdown(server: Server): Promise<void> {
  return new Promise((resolve) => server.tryShutdown(() => resolve()));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
