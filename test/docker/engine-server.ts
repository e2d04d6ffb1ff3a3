import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the fake engine answers beside `/_ping`. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A fake engine at a socket of its own. */
export interface EngineServer {
  readonly socketPath: string;
  /** Method and path of each request. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** @param ping Waited for before the version is told. */
export async function engineServer(
  answer: Answer,
  apiVersion = "1.41",
  ping: Promise<unknown> = Promise.resolve(),
): Promise<EngineServer> {
  const folder = await mkdtemp(join(tmpdir(), "moorage-engine-"));
  const socketPath = join(folder, "docker.sock");
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    if (request.url !== "/_ping") return answer(request, response);
    void ping.then(() => response.setHeader("Api-Version", apiVersion).end("OK"));
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    socketPath,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/** Answers with a status and the engine's kind of message. */
export function refuse(status: number, message: string): Answer {
  return (_request, response) => {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify({ message }));
  };
}
