import { createEngine, type Engine } from "../../providers/docker/engine";
import { UserError } from "../../providers/errors";
import { stackIn, urnIn } from "../../providers/reconcile/ownership";
import { localSocket } from "../../providers/resources/local-socket";
import { parseUrn } from "../../providers/resources/urn";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";

const SANDBOX = "moorage:index:Sandbox";
const SSH_PORT = 22;

/** A throwaway host in a container of this machine's engine. */
export interface FoundSandbox {
  /** The name of its container. */
  readonly name: string;
  /** `project/stack`. */
  readonly stack: string;
  readonly urn: string;
  readonly state: string;
  readonly image: string;
  /** The port of 127.0.0.1 that leads to its sshd; undefined while it does not run. */
  readonly sshPort: number | undefined;
  /** Seconds since 1970. */
  readonly created: number;
  readonly id: string;
}

/** Does something with the engine of this machine. @throws Failure that says why it cannot be done */
export async function withLocalEngine<Result>(
  { env }: Pick<Terminal, "env">,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  let engine: Engine | undefined;
  try {
    const socketPath = localSocket({ home: env["HOME"], dockerHost: env["DOCKER_HOST"] });
    engine = createEngine({ socketPath }, `this machine (${socketPath})`);
    return await work(engine);
  } catch (error) {
    if (error instanceof UserError) throw new Failure(error.message, { cause: error });
    throw error;
  } finally {
    engine?.close();
  }
}

/** The sandboxes of all stacks, by name. */
export async function findSandboxes(engine: Engine): Promise<FoundSandbox[]> {
  const containers = await engine.containers.list({ filters: { label: ["io.moorage.urn"] } });
  const found = containers.flatMap((container): FoundSandbox[] => {
    const urn = urnIn(container.Labels);
    if (urn === undefined || parseUrn(urn).type !== SANDBOX) return [];
    const ssh = container.Ports.find(({ PrivatePort, Type }) => PrivatePort === SSH_PORT && Type === "tcp");
    return [
      {
        name: container.Names[0]?.slice(1) ?? container.Id,
        stack: stackIn(container.Labels) ?? "",
        urn,
        state: container.State,
        image: container.Image,
        sshPort: ssh?.PublicPort,
        created: container.Created,
        id: container.Id,
      },
    ];
  });
  return found.sort((left, right) => (left.name < right.name ? -1 : 1));
}
