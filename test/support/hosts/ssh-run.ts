import { Client, type ConnectConfig } from "ssh2";
import type { CommandResult } from "../setup/command";

/** Runs a command over an SSH connection of its own, with ssh2 and nothing of the project's. */
export async function sshRun(login: ConnectConfig, command: string): Promise<CommandResult> {
  const client = new Client();
  try {
    return await new Promise<CommandResult>((resolve, reject) => {
      // It stays for errors that come after the command's end, as from a machine that is removed.
      client.on("error", reject);
      client.once("ready", () => {
        client.exec(command, (error, channel) => {
          if (error !== undefined) {
            reject(error);
            return;
          }
          let [stdout, stderr, code] = ["", "", 255];
          channel.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
          channel.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
          channel.on("exit", (exitCode: number | null) => (code = exitCode ?? 255));
          channel.on("close", () => resolve({ code, stdout, stderr }));
        });
      });
      client.connect(login);
    });
  } finally {
    client.end();
  }
}
