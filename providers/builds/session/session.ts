import { randomUUID } from "node:crypto";
import type { handleUnaryCall } from "@grpc/grpc-js";
import type { Engine } from "../../docker/engine";
import { definition, type SessionMethod } from "./method";

/**
 * Runs a build with a session: on a connection of its own the engine asks for what its steps want. What it is told is in
 * no request, no layer and no history.
 */
export async function withSession<T>(
  engine: Engine,
  methods: readonly SessionMethod[],
  build: (session: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const grpc = await import("@grpc/grpc-js");
  const id = randomUUID();
  const answered = [...methods, CHECK];
  const connection = await engine.builds.openSession(
    { id, methods: answered.map(({ path }) => path) },
    signal,
  );
  // It may break at any time; then the build fails, and says so.
  connection.on("error", () => undefined);
  const server = new grpc.Server();
  for (const method of answered) server.addService({ call: definition(method) }, { call: method.answer });
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

/** BuildKit ends a session whose client does not answer it. */
const CHECK: SessionMethod = {
  path: "/grpc.health.v1.Health/Check",
  answer: ((_call, respond) => respond(null, SERVING)) satisfies handleUnaryCall<Buffer, Buffer>,
};
