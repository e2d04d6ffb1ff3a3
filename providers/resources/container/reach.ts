import type { Dial } from "../../apply/container/probe";
import { UserError } from "../../errors";
import { dialDirectly } from "../../registry/connect";
import { ChannelRefusedError } from "../../ssh/errors";
import type { HostSession } from "../lifecycle";

// Whether anything listens there does not matter.
const ANY_PORT = 9;

/** Connects from a host to addresses that only it has a way to. */
export function dialFrom({ remote }: HostSession): Dial {
  if (remote === undefined) return dialDirectly;
  return (address, port, signal) => remote.dial(address, port, signal);
}

/** Rejects with UserError where sshd forwards no TCP: better before anything is changed than at the gate. */
export async function assertForwards({ remote, name }: HostSession, signal: AbortSignal): Promise<void> {
  if (remote === undefined) return;
  try {
    const stream = await remote.dial("127.0.0.1", ANY_PORT, signal);
    stream.destroy();
  } catch (error) {
    if (!(error instanceof ChannelRefusedError)) throw error;
    // A connection that nobody accepts is refused with the kernel's words.
    if (!/open failed$|prohibited/i.test(error.message)) return;
    throw new UserError(
      `sshd on ${name} forwards no TCP connections, and a probe needs that: set AllowTcpForwarding yes in ` +
        `sshd_config, or leave probe out and use a healthcheck. Nothing was changed.`,
      { property: "probe", cause: error },
    );
  }
}
