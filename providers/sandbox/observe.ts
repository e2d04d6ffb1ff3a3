import type { Readable } from "node:stream";
import { extract } from "tar-stream";
import type { PublishedPort } from "../../sdk/container";
import type { ContainerInspectJson } from "../docker/container-json";
import type { Engine } from "../docker/engine";
import { NotFoundError } from "../docker/errors";
import { LOOPBACK, SSH_PORT } from "./container-request";

const HOST_KEY = "/etc/ssh/ssh_host_ed25519_key.pub";

/** What a sandbox is at this moment. */
export interface ObservedSandbox {
  readonly containerId: string;
  readonly status: string;
  /** Undefined before the first start has made one. */
  readonly hostKey: string | undefined;
  /** Ports of this machine that lead to it, SSH's too; none while it does not run. */
  readonly ports: readonly PublishedPort[];
}

/** Looks at the container of a sandbox, whether it runs or not. */
export async function observeSandbox(
  engine: Engine,
  container: ContainerInspectJson,
  signal: AbortSignal,
): Promise<ObservedSandbox> {
  return {
    containerId: container.Id,
    status: container.State.Status,
    hostKey: await readHostKey(engine, container.Id, signal),
    ports: publishedPorts(container),
  };
}

/** The port of this machine that leads to a sandbox's sshd. */
export function sshPort({ ports }: ObservedSandbox): number | undefined {
  return ports.find(({ container }) => container === SSH_PORT)?.host;
}

function publishedPorts({ NetworkSettings }: ContainerInspectJson): PublishedPort[] {
  return Object.entries(NetworkSettings.Ports ?? {}).flatMap(([inside, bindings]) => {
    const [port = "", protocol = "tcp"] = inside.split("/");
    const host = bindings?.[0]?.HostPort;
    if (host === undefined || host === "") return [];
    return [{ container: Number(port), host: Number(host), protocol, address: LOOPBACK }];
  });
}

async function readHostKey(engine: Engine, id: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const text = await onlyFile(await engine.containers.readArchive(id, HOST_KEY, signal));
    // The key's file is there before its content is.
    return /^ssh-ed25519 \S+(?=\s)/.exec(text)?.[0];
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function onlyFile(tar: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const entry of tar.pipe(extract())) {
    for await (const chunk of entry) chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
