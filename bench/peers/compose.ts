import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMPOSE_VERSION, ensureCompose } from "../../test/support/setup/compose";
import type { Command } from "./cost";
import { containersOf, type Demand, IMAGE, LABELS, NETWORK, RESTART, VOLUME } from "./demand";
import { openSsh } from "./openssh";
import type { Peer, Place } from "./peer";

const FILE = "compose.json";

/** Docker Compose over `ssh://`; how many connections the host's sshd takes at once is a matter of its settings. */
export async function compose(place: Place, sshd: "stock" | "tuned"): Promise<Peer> {
  const program = await ensureCompose();
  const folder = await mkdtemp(join(tmpdir(), "moorage-bench-compose-"));
  const { url, environment, pastSshd } = await openSsh(folder, place);
  const act = (...argv: string[]): Command => ({
    argv: [program, "--project-name", "bench", "--file", FILE, ...argv],
    folder,
    environment: { ...environment, DOCKER_HOST: url, DOCKER_CONFIG: join(folder, "docker") },
  });
  return {
    name: sshd === "stock" ? "compose" : "composeTuned",
    title: `Compose ${COMPOSE_VERSION}${sshd === "stock" ? "" : ", sshd tuned"}`,
    host: place.host,
    declare: (demand) => writeFile(join(folder, FILE), JSON.stringify(composeFile(demand))),
    apply: act("up", "--detach"),
    destroy: act("down", "--volumes"),
    mayFail: true,
    forPreparing: pastSshd,
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

function composeFile(demand: Demand): object {
  const services = containersOf(demand).map(({ name, env, port, hasVolume }) => [
    name,
    {
      ...{ container_name: name, image: IMAGE, pull_policy: "never" },
      ...{ environment: env, labels: LABELS, restart: RESTART, networks: ["bench"] },
      ...(port === undefined ? {} : { ports: [`127.0.0.1:${port}:80`] }),
      ...(hasVolume ? { volumes: ["data:/data"] } : {}),
    },
  ]);
  return {
    services: Object.fromEntries(services) as object,
    networks: { bench: { name: NETWORK } },
    volumes: { data: { name: VOLUME } },
  };
}
