import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService, type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { create, update } from "./apply";
import { unary } from "./call";
import { check } from "./check";
import { checkConfig, configure, diffConfig } from "./configure";
import { diff } from "./diff";
import { EngineLog } from "./engine-log";
import { watchEngine } from "./engine-watch";
import { Operations } from "./operations";
import { invoke } from "./invoke";
import { attach, callMethod, getPluginInfo, getSchema, handshake, unimplemented } from "./plugin";
import { read } from "./read";
import type { Redact } from "../redact";
import { Redactor } from "./redactor";
import { remove } from "./remove";
import { Session, type SessionOptions } from "./session";

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

function service(session: Session, operations: Operations): IResourceProviderServer {
  const methods: IResourceProviderServer = {
    handshake: unary(session, operations, handshake),
    attach: unary(session, operations, attach),
    getPluginInfo: unary(session, operations, getPluginInfo),
    getSchema: unary(session, operations, getSchema),
    checkConfig: unary(session, operations, checkConfig),
    diffConfig: unary(session, operations, diffConfig),
    configure: unary(session, operations, configure),
    check: unary(session, operations, check),
    diff: unary(session, operations, diff),
    create: unary(session, operations, create),
    read: unary(session, operations, read),
    update: unary(session, operations, update),
    delete: unary(session, operations, remove),
    invoke: unary(session, operations, invoke),
    call: unary(session, operations, callMethod),
    construct: unary(session, operations, unimplemented("Construct")),
    parameterize: unary(session, operations, unimplemented("Parameterize")),
    getMapping: unary(session, operations, unimplemented("GetMapping")),
    getMappings: unary(session, operations, unimplemented("GetMappings")),
    // Answers at once: what is under way tells its own end.
    cancel: (_call, callback) => {
      operations.cancel("cancelled by the engine");
      callback(null, new Empty());
    },
  };
  return methods;
}

/** Resolves when all connections have taken what was sent and are closed. */
function shutdown(server: Server): Promise<void> {
  return new Promise((resolve) => server.tryShutdown(() => resolve()));
}

/** Resolves with the promise, or after the given time. */
async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([promise, deadline]);
  clearTimeout(timer);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
