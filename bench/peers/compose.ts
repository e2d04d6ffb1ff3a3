import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestHost } from "../../test/support/host";
import { COMPOSE_VERSION, ensureCompose } from "../../test/support/setup/compose";
import type { Command } from "./cost";
import { containersOf, type Demand, IMAGE, LABELS, NETWORK, RESTART, VOLUME } from "./demand";
import { openSsh } from "./openssh";
import type { Peer, Place } from "./peer";

const PROJECT = "bench";
const FILE = "compose.json";

/** Docker Compose over `ssh://`; how many connections the host's sshd takes at once is a matter of its settings. */
export async function compose(place: Place, sshd: "stock" | "tuned"): Promise<Peer> {
  const program = await ensureCompose();
  const folder = await mkdtemp(join(tmpdir(), "moorage-bench-compose-"));
  const { url, environment } = await openSsh(folder, place);
  const act = (...argv: string[]): Command => ({
    argv: [program, "--project-name", PROJECT, "--file", FILE, ...argv],
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
    prepare: (demand) => onHost(place.host, program, demand),
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The same Compose on the host itself, to which no number of containers is too many. */
async function onHost(host: TestHost, program: string, demand: Demand): Promise<void> {
  const install = "cat >/usr/local/bin/docker-compose && chmod +x /usr/local/bin/docker-compose";
  await host.exec(["sh", "-c", install], { input: createReadStream(program) });
  const up = ["docker-compose", "--project-name", PROJECT, "--file", "-", "up", "--detach"];
  await host.exec(up, { input: JSON.stringify(composeFile(demand)) });
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
