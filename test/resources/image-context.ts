import type { Engine } from "../../providers/docker/engine";
import type { Context, HostSession } from "../../providers/resources/lifecycle";
import type { Remote } from "../../providers/ssh/remote";

export const HOST_ID = "2f6c1f0e-6f0a-4c38-9d2b-0c7d54a4e1aa";

/** What a host answers with, one session after the other; the last one stays. An error is what `open` rejects with. */
export type Sessions = readonly (HostSession | Error)[];

export interface TestContext extends Context {
  /** `severity: message` of what stays. */
  readonly logged: string[];
  /** What was said of the progress. */
  readonly said: string[];
}

/** What a lifecycle is given, over a host that is there already. */
export function imageContext(sessions: Sessions, config: Partial<Context["config"]> = {}): TestContext {
  const logged: string[] = [];
  const said: string[] = [];
  const left = [...sessions];
  const open = async (): Promise<HostSession> => {
    const session = left.length > 1 ? left.shift() : left[0];
    if (session === undefined) throw new Error("no host is to be opened here");
    if (session instanceof Error) throw session;
    return session;
  };
  const unexpected = (): never => {
    throw new Error("not to be called");
  };
  return {
    urn: {
      text: "urn:pulumi:dev::shop::moorage:index:Image::app",
      stack: "dev",
      project: "shop",
      type: "moorage:index:Image",
      name: "app",
    },
    config: { credentials: {}, deleteUnreachable: false, readTimeoutSeconds: 10, ...config },
    hosts: {
      open,
      locate: async (address) => ({ session: await open(), link: { ...address, hostId: HOST_ID } }),
      connect: unexpected,
      adopt: unexpected,
      isTaken: unexpected,
      moved: unexpected,
      localSocket: unexpected,
      agentSocket: () => undefined,
    },
    signal: new AbortController().signal,
    progress: (message) => said.push(message),
    planned: () => {},
    log: (severity, message) => logged.push(`${severity}: ${message}`),
    logged,
    said,
  };
}

export function sessionOf(engine: Engine, remote: Remote | undefined): HostSession {
  return { name: "web-1", hostId: HOST_ID, engine, remote };
}
