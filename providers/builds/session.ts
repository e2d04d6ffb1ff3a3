import { randomUUID } from "node:crypto";
import type { sendUnaryData, ServerUnaryCall, ServiceDefinition } from "@grpc/grpc-js";
import { BinaryReader, BinaryWriter } from "google-protobuf";
import type { Engine } from "../docker/engine";

/** What BuildKit may ask for during a build. */
export interface SessionContent {
  /** By id, as `RUN --mount=type=secret,id=…` names it. */
  readonly secrets: Readonly<Record<string, string>>;
}

const GET_SECRET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
/** BuildKit ends a session whose client does not answer it. */
const CHECK = "/grpc.health.v1.Health/Check";

type Method = (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => void;

/**
 * Runs a build with a session: on a connection of its own the engine asks for the secrets that a step mounts. They
 * are in no request, no layer and no history.
 */
export async function withSession<T>(
  engine: Engine,
  { secrets }: SessionContent,
  build: (session: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const grpc = await import("@grpc/grpc-js");
  const id = randomUUID();
  const connection = await engine.builds.openSession({ id, methods: [GET_SECRET, CHECK] }, signal);
  // It may break at any time; then the build fails, and says so.
  connection.on("error", () => undefined);
  const server = new grpc.Server();
  const getSecret: Method = ({ request }, answer) => {
    const name = readSecretId(request);
    const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (secret !== undefined) return answer(null, secretResponse(secret));
    answer({ code: grpc.status.NOT_FOUND, details: `secret ${name}: not found` });
  };
  server.addService(service(GET_SECRET), { call: getSecret });
  server.addService(service(CHECK), { call: ((_call, answer) => answer(null, SERVING)) satisfies Method });
  try {
    server.createConnectionInjector(grpc.ServerCredentials.createInsecure()).injectConnection(connection);
    return await build(id);
  } finally {
    server.forceShutdown();
    connection.destroy();
  }
}

/** `HealthCheckResponse { status: SERVING }` */
const SERVING = Buffer.from([0x08, 0x01]);

/** A service of one method whose messages are decoded by whoever answers it. */
function service(path: string): ServiceDefinition {
  const same = (bytes: Buffer): Buffer => bytes;
  const method = {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
  return { call: method };
}

/** `GetSecretRequest { string ID = 1 }` */
function readSecretId(request: Buffer): string {
  const reader = new BinaryReader(request);
  let id = "";
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) id = reader.readString();
    else reader.skipField();
  }
  return id;
}

/** `GetSecretResponse { bytes data = 1 }` */
function secretResponse(secret: string): Buffer {
  const writer = new BinaryWriter();
  writer.writeBytes(1, Buffer.from(secret));
  return Buffer.from(writer.getResultBuffer());
}
