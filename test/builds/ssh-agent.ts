import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../support/setup/command";

/** A real ssh-agent with one key. */
export interface TestAgent {
  readonly socket: string;
  /** Of its key: `SHA256:…`. */
  readonly fingerprint: string;
  end(): Promise<void>;
}

const COPY = `for file in /usr/bin/ssh-add $(ldd /usr/bin/ssh-add | grep -o '/[^ ]*'); do cp --parents -L "$file" "$1"; done`;

/** Starts an agent, and puts `ssh-add` with its libraries into the folder `root` of a build context. */
export async function startAgent(context: string): Promise<TestAgent> {
  await run(["sh", "-euc", `mkdir "$1"; ${COPY}`, "sh", join(context, "root")]);
  const folder = await mkdtemp(join(tmpdir(), "moorage-agent-"));
  const [socket, key] = [join(folder, "agent"), join(folder, "key")];
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
  await once(agent.stdout, "data");
  await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key]);
  await run(["ssh-add", "-q", key], { env: { SSH_AUTH_SOCK: socket } });
  const fingerprint = (await run(["ssh-keygen", "-l", "-f", key])).split(" ")[1] ?? "";
  const end = async (): Promise<void> => {
    agent.kill();
    await once(agent, "exit");
    await rm(folder, { recursive: true });
  };
  return { socket, fingerprint, end };
}
