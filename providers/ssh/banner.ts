import { connect } from "node:net";

const ANSWER_WITHIN_MS = 5000;

/** Whether an SSH server greets at an address. A published port alone accepts connections too, and says nothing. */
export async function answersSsh(address: string, port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    let heard = "";
    const end = (): void => {
      signal.removeEventListener("abort", end);
      socket.destroy();
      resolve(heard.startsWith("SSH-") && heard.includes("\n"));
    };
    signal.addEventListener("abort", end);
    socket.setTimeout(ANSWER_WITHIN_MS, end);
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString("latin1");
      if (heard.includes("\n")) end();
    });
    socket.once("error", end);
    socket.once("close", end);
  });
}
