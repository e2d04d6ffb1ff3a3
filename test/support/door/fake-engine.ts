import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** A line that the engine was sent. */
export interface LogLine {
  readonly severity: string;
  readonly message: string;
  readonly urn: string;
  readonly isEphemeral: boolean;
}

/** The side of Pulumi's engine that a plugin logs to. */
export interface FakeEngine {
  readonly address: string;
  readonly lines: readonly LogLine[];
  stop(): void;
}

export async function startFakeEngine(): Promise<FakeEngine> {
  const lines: LogLine[] = [];
  const names = Object.keys(LogSeverity);
  const server = new Server();
  const log = ({ request }: { request: LogRequest }, callback: (error: null, empty: Empty) => void): void => {
    lines.push({
      severity: (names[request.getSeverity()] ?? "").toLowerCase(),
      message: request.getMessage(),
      urn: request.getUrn(),
      isEphemeral: request.getEphemeral(),
    });
    callback(null, new Empty());
  };
  server.addService(EngineService, { log } as unknown as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { address: `127.0.0.1:${port}`, lines, stop: () => server.forceShutdown() };
}
