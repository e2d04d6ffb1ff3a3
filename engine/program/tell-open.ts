/** How long a program that has done all but for what it keeps open goes on before it is said what that is. */
const openMilliseconds = 5000;

/** What Node calls what keeps a process going, in words. */
const words: Readonly<Record<string, string>> = {
  TCPSERVERWRAP: "a server that listens",
  PIPESERVERWRAP: "a server that listens",
  TCPWRAP: "a connection",
  TCPSOCKETWRAP: "a connection",
  PIPEWRAP: "a connection",
  TLSWRAP: "a connection",
  UDPWRAP: "a socket",
  TIMEOUT: "a timer",
  IMMEDIATE: "a timer",
  PROCESSWRAP: "a child process",
  WORKER: "a worker",
  MESSAGEPORT: "a message port",
  FSEVENTWRAP: "a watched file",
  STATWATCHER: "a watched file",
  SIGNALWRAP: "a signal's listener",
};

/**
 * Says once what a program keeps open that has asked for all that it wants, as far as it shows.
 *
 * @param kinds what it keeps open, as Node calls it
 * @returns to be told again and again whether the program has done all
 */
export function openTeller(
  kinds: () => readonly string[],
  warn: (message: string) => void,
): (hasDoneAll: boolean) => void {
  let since: number | undefined;
  let isTold = false;
  return (hasDoneAll) => {
    since = hasDoneAll ? (since ?? performance.now()) : undefined;
    if (isTold || since === undefined || performance.now() - since < openMilliseconds) return;
    isTold = true;
    const open = [...new Set(kinds().map((kind) => words[kind.toUpperCase()] ?? kind))];
    warn(
      `the program has done all that it began, and goes on since it has ${listed(open)} open. The operation ` +
        "ends when it is closed; until then nothing is deleted",
    );
  };
}

function listed(kinds: readonly string[]): string {
  return kinds.length > 1
    ? `${kinds.slice(0, -1).join(", ")} and ${kinds.at(-1)}`
    : (kinds[0] ?? "something");
}
