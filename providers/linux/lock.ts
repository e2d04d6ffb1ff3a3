import { shell } from "../ssh/command";
import { quote } from "../ssh/quote";
import { hostname } from "node:os";
import { ConnectionLostError } from "../ssh/errors";
import type { RemoteProcess } from "../ssh/remote";
import { HostLockError } from "./errors";
import { isOverdue, type Work } from "./machine";
import { LOCK_FILE } from "./paths";

const LEASE_SECONDS = 60;
const HEARTBEAT_SECONDS = 15;
const POLL_SECONDS = 2;

/**
 * Holds the lock for as long as its input brings a character within the lease. The lock is the kernel's, so it is
 * free the moment this process ends, however it ends; the lease frees it after a network that vanished without a
 * word. The file is removed by its holder, so whoever locked a file that is no longer the one of that name tries again.
 */
const SCRIPT = `
while :; do
  exec 9>>${LOCK_FILE}
  flock -n 9 || { echo "held $(head -n 1 ${LOCK_FILE})"; exit 0; }
  [ ${LOCK_FILE} -ef /proc/self/fd/9 ] && break
done
printf '%s\\n' "$1" >${LOCK_FILE}
echo acquired
while [ -n "$(timeout ${LEASE_SECONDS} head -c 1 9>&-)" ]; do :; done
rm -f ${LOCK_FILE}
`;

/** Says who we are to another run that waits for us. */
export function describeHolder(what: string): string {
  return `${what} (process ${process.pid} on ${hostname()})`.replaceAll(/\s+/g, " ");
}

/**
 * Does something while no other run changes the machine; waits for its turn, naming the holder. Rejects with
 * HostLockError when the time is over first.
 */
export async function withHostLock<T>(work: Work, holder: string, act: () => Promise<T>): Promise<T> {
  const held = await acquire(work, holder);
  const heartbeat = setInterval(() => held.stream.write("."), HEARTBEAT_SECONDS * 1000);
  heartbeat.unref();
  try {
    return await act();
  } finally {
    clearInterval(heartbeat);
    await release(held);
  }
}

async function acquire(work: Work, holder: string): Promise<RemoteProcess> {
  for (;;) {
    work.signal.throwIfAborted();
    // Not ended by the signal: what must not be left half done is finished or undone under the lock.
    const process = await work.remote.stream(
      shell(`set -- ${quote(holder)}\n${SCRIPT}`, "holding the host's lock"),
      { sudo: true },
    );
    // The loss of the connection is reported by `exited`.
    process.stream.on("error", () => undefined);
    const answer = await firstLine(process);
    if (answer === "acquired") return process;
    await process.exited;
    const other = answer?.startsWith("held ") === true ? answer.slice("held ".length).trim() : undefined;
    if (other === undefined)
      throw new HostLockError(
        `The lock ${LOCK_FILE} on ${work.remote.name} could not be taken: ${await errorOutput(process)}`,
      );
    const who = other || "another run";
    if (isOverdue(work)) {
      throw new HostLockError(
        `${who} was still changing ${work.remote.name} when the time for it was over. Run again once it is done.`,
      );
    }
    work.progress(`waiting for ${who}, which changes the same host`);
    await work.pause(POLL_SECONDS);
  }
}

async function firstLine({ stream }: RemoteProcess): Promise<string | undefined> {
  let text = "";
  // The stream stays open: its end would release the lock.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf("\n");
    if (end >= 0) return text.slice(0, end);
  }
  return undefined;
}

async function errorOutput(process: RemoteProcess): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stderr) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8").trim() || "it gave no reason";
}

async function release(held: RemoteProcess): Promise<void> {
  held.stream.end();
  try {
    await held.exited;
  } catch (error) {
    // The lock ends with the connection; the work itself reports the loss if it suffered from it.
    if (!(error instanceof ConnectionLostError)) throw error;
  }
}
