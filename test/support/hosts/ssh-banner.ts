import { connect } from "node:net";

const ANSWER_WITHIN_MS = 5000;

/** The first line of an SSH server, or undefined where none answers (a published port alone also accepts). */
export async function sshBanner(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let heard = "";
    const end = () => {
      socket.destroy();
      resolve(heard.startsWith("SSH-") ? heard.trim() : undefined);
    };
    socket.setTimeout(ANSWER_WITHIN_MS, end);
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString("latin1");
      if (heard.includes("\n")) end();
    });
    socket.once("error", end);
    socket.once("close", end);
  });
}
