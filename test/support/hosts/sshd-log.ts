/** What a host's sshd was asked for since the host was ready. */
export interface SshdCounts {
  /** TCP connections accepted. */
  readonly connections: number;
  /** Channels of type session: commands, shells, sftp. */
  readonly sessions: number;
  /** Channels to a TCP port or a Unix socket of the host. */
  readonly forwards: number;
  /** Channels that sshd refused: MaxSessions, a forbidden or failed forward. */
  readonly refusals: number;
}

const LINES: Readonly<Record<keyof SshdCounts, RegExp>> = {
  connections: /^Connection from /,
  sessions: /server_input_channel_open: ctype session /,
  forwards: /server_input_channel_open: ctype direct-(tcpip|streamlocal@openssh\.com) /,
  refusals: /server_input_channel_open: failure /,
};

/** Counts from sshd's own log at level DEBUG1, in which every connection and channel leaves a line. */
export function countSshdLog(log: string): SshdCounts {
  const lines = log.split(/\r?\n/);
  const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
  return {
    connections: count(LINES.connections),
    sessions: count(LINES.sessions),
    forwards: count(LINES.forwards),
    refusals: count(LINES.refusals),
  };
}
