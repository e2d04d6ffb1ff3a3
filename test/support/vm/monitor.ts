import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

/** Gives QEMU one command of its human monitor over its QMP socket and waits until it is done. */
export async function monitorCommand(socketPath: string, command: string): Promise<void> {
  const socket = connect(socketPath);
  await once(socket, "connect");
  try {
    const answers = createInterface(socket)[Symbol.asyncIterator]();
    await answers.next();
    for (const request of [
      { execute: "qmp_capabilities" },
      { execute: "human-monitor-command", arguments: { "command-line": command } },
    ]) {
      socket.write(`${JSON.stringify(request)}\n`);
      const complaint = await nextReturn(answers);
      if (complaint !== "") throw new Error(`QEMU on "${command}": ${complaint}`);
    }
  } finally {
    socket.destroy();
  }
}

/** The text that a command printed; events come in between. */
async function nextReturn(answers: AsyncIterator<string>): Promise<string> {
  for (;;) {
    const { value, done } = await answers.next();
    if (done === true) throw new Error("QEMU closed its monitor");
    const answer = JSON.parse(value) as { return?: unknown; error?: { desc: string } };
    if (answer.error !== undefined) return answer.error.desc;
    if ("return" in answer) return typeof answer.return === "string" ? answer.return.trim() : "";
  }
}
