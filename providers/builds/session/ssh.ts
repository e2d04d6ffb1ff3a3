import { once } from "node:events";
import { connect } from "node:net";
import type { handleBidiStreamingCall, handleUnaryCall } from "@grpc/grpc-js";
import { UserError } from "../../errors";
import { message, readBytes, readText } from "./messages";
import { NOT_FOUND, type SessionMethod, UNAVAILABLE } from "./method";

/** Which agent a step means that names none. */
const DEFAULT_ID = "default";

/**
 * Rejects with UserError where an agent does not answer. BuildKit itself would leave it out, and the step would fail for
 * want of it.
 */
export async function requireAgents(sockets: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, socket] of Object.entries(sockets)) {
    const agent = connect(socket);
    try {
      await once(agent, "connect");
    } catch (cause) {
      throw new UserError(
        `The SSH agent at ${socket} does not answer (${(cause as Error).message}). Start it, or name another in \`build.ssh.${id}\`.`,
        { property: `build.ssh.${id}`, cause },
      );
    } finally {
      agent.destroy();
    }
  }
}

/** Forwards SSH agents of this machine to the steps that mount them; sockets by id. */
export function sshMethods(sockets: Readonly<Record<string, string>>): SessionMethod[] {
  const socketOf = (id: string): string | undefined => (Object.hasOwn(sockets, id) ? sockets[id] : undefined);
  const check: handleUnaryCall<Buffer, Buffer> = ({ request }, respond) => {
    const id = readText(request) || DEFAULT_ID;
    if (socketOf(id) === undefined) return respond(notFound(id));
    respond(null, message());
  };
  const forward: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
    const id = String(call.metadata.get("buildkit.ssh.id")[0] ?? DEFAULT_ID);
    const socket = socketOf(id);
    if (socket === undefined) return void call.emit("error", notFound(id));
    const agent = connect(socket);
    // An agent takes a question at a time, and both are short: nothing piles up here.
    call.on("data", (bytes: Buffer) => agent.write(readBytes(bytes)));
    call.once("end", () => agent.end());
    call.once("cancelled", () => agent.destroy());
    call.once("error", () => agent.destroy());
    agent.on("data", (bytes: Buffer) => call.write(message(bytes)));
    agent.once("end", () => call.end());
    agent.once("error", (error) => call.emit("error", noAnswer(socket, error)));
  };
  return [
    { path: "/moby.sshforward.v1.SSH/CheckAgent", answer: check },
    { path: "/moby.sshforward.v1.SSH/ForwardAgent", isStream: true, answer: forward },
  ];
}

const notFound = (id: string) => ({ code: NOT_FOUND, details: `\`build.ssh\` has no ${id}` });

const noAnswer = (socket: string, { message: why }: Error) => ({
  code: UNAVAILABLE,
  details: `the SSH agent at ${socket} does not answer (${why})`,
});
