import { setTimeout as wait } from "node:timers/promises";
import type { Answers } from "../../providers/linux/engine-service";
import { readFacts } from "../../providers/linux/facts";
import type { Machine, Work } from "../../providers/linux/machine";
import { SshPool } from "../../providers/ssh/pool";
import type { Remote } from "../../providers/ssh/remote";
import { SshRemote } from "../../providers/ssh/remote-ssh";
import type { TestHost } from "../support/host";

/** A connection to a throwaway host for one test file. */
export class TestConnection {
  readonly #pool = new SshPool({ home: undefined, agentSocket: undefined });

  async remote(host: TestHost, user = "root", sudoPassword?: string): Promise<Remote> {
    const { address, port, hostKeys } = host;
    const auth = { privateKey: host.key.privateKey };
    const connection = await this.#pool.open({ address, port, user, hostKeys, auth, dialTimeoutSeconds: 30 });
    return new SshRemote(connection, sudoPassword);
  }

  close(): Promise<void> {
    return this.#pool.closeAll();
  }
}

/** Work that notes what it says. */
export function workOn(remote: Remote, options: Partial<Work> = {}): Work & { readonly said: string[] } {
  const said: string[] = [];
  return {
    remote,
    deadline: Date.now() + 300_000,
    signal: new AbortController().signal,
    progress: (message) => said.push(message),
    pause: (seconds) => wait(seconds * 1000, undefined),
    said,
    ...options,
  };
}

export async function machineOf(
  remote: Remote,
  options: Partial<Work> = {},
): Promise<Machine & { readonly said: string[] }> {
  return { ...workOn(remote, options), facts: await readFacts(remote) };
}

/** Asks the engine by its own command line tool. */
export function answersOf(remote: Remote): Answers {
  return async () =>
    (await remote.run(["docker", "version"], { sudo: true, allowFailure: true })).exitCode === 0;
}
