import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../test/support/setup/command";
import { ensurePulumi } from "../../test/support/setup/pulumi";
import { BenchProject } from "../engine/project";
import { repository } from "../plugins";
import type { Command } from "./cost";
import { containersOf, IMAGE, LABELS, NETWORK, RESTART, VOLUME } from "./demand";
import type { Peer, Place } from "./peer";

const CONTAINERS = "containers.json";

/** One program for both engines; TypeScript, as `moorage init` begins one. */
const program = ({ host, port }: Place): string => `
import { readFileSync } from "node:fs";

interface Wanted {
  name: string;
  env: Record<string, string>;
  port?: number;
  hasVolume: boolean;
}

const host = new moorage.Host("host", {
  connection: { address: "${host.address}", port: ${port}, user: "root", credential: "bench" },
});
const network = new moorage.Network("network", { host, name: "${NETWORK}" });
const volume = new moorage.Volume("volume", { host, name: "${VOLUME}", forceDestroy: true });
for (const { name, env, port, hasVolume } of JSON.parse(readFileSync("${CONTAINERS}", "utf8")) as Wanted[]) {
  new moorage.Container(name, {
    host,
    name,
    image: "${IMAGE}",
    env,
    labels: ${JSON.stringify(LABELS)},
    restart: "${RESTART}",
    networks: [{ network }],
    ports: port === undefined ? [] : [{ host: port, container: 80, address: "127.0.0.1" }],
    volumes: hasVolume ? [{ volume, target: "/data" }] : [],
  });
}
export const hostName = pulumi.output(host.urn);
`;

/** The embedded engine; that it reads the host first is what the project's settings say. */
export async function moorage(place: Place): Promise<Peer> {
  const command = [process.execPath, join(repository, "dist/bin/moorage")];
  return { name: "moorage", title: "moorage", ...(await stack(place, command, [], {})) };
}

/** The real CLI, with our plugin. */
export async function pulumi(place: Place): Promise<Peer> {
  const program = join(await ensurePulumi(), "pulumi");
  const title = `pulumi ${await run([program, "version"], { env: { PULUMI_SKIP_UPDATE_CHECK: "true" } })}`;
  const command = [program, "--non-interactive"];
  // As the documentation has it for the CLI: then a refresh has the program's credentials, and costs a process less.
  const environment = { PULUMI_RUN_PROGRAM: "true" };
  return { name: "pulumi", title, ...(await stack(place, command, ["--refresh"], environment)) };
}

async function stack(
  place: Place,
  command: readonly string[],
  flags: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Omit<Peer, "name" | "title">> {
  const settings = { options: { refresh: "always" } };
  const project = await BenchProject.create(
    program(place),
    { folder: join(repository, "dist/bin") },
    settings,
  );
  const { folder } = project;
  const key = "moorage:credentials.bench.privateKeyFile";
  await project.cli(["config", "set", "--path", key, place.host.key.privateKeyPath]);
  const act = (...argv: string[]): Command => ({
    argv: [...command, ...argv, "--yes", "--skip-preview"],
    folder,
    environment: { ...project.environment, ...environment },
  });
  return {
    host: place.host,
    declare: (demand) => writeFile(join(folder, CONTAINERS), JSON.stringify(containersOf(demand))),
    apply: act("up", ...flags),
    destroy: act("destroy"),
    discard: () => project.discard(),
  };
}
