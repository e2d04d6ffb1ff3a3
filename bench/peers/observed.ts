import type { TestHost } from "../../test/support/host";
import { containersOf, type Demand, IMAGE, LABELS, NETWORK, RESTART, VOLUME } from "./demand";

/** What the engine says of a container, as far as it is compared. */
export interface InspectedContainer {
  readonly Id: string;
  readonly Name: string;
  readonly State: { readonly Running: boolean };
  readonly Config: {
    readonly Image: string;
    readonly Env: readonly string[];
    readonly Labels: Readonly<Record<string, string>>;
  };
  readonly HostConfig: {
    readonly RestartPolicy: { readonly Name: string };
    readonly PortBindings: Readonly<
      Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>
    > | null;
  };
  readonly Mounts: readonly { readonly Name?: string; readonly Destination: string }[];
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

/** All that somebody made on a host. */
export interface Observed {
  readonly containers: readonly InspectedContainer[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

export async function observe(host: TestHost): Promise<Observed> {
  const lines = async (command: string) =>
    (await host.exec(["sh", "-c", command])).split("\n").filter((line) => line !== "");
  const containers = await lines("docker ps --all --quiet --no-trunc | xargs -r docker inspect");
  return {
    containers: JSON.parse(containers.join("\n") || "[]") as InspectedContainer[],
    networks: await lines("docker network ls --filter type=custom --format '{{.Name}}'"),
    volumes: await lines("docker volume ls --quiet"),
  };
}

/** What is not as it was demanded, a line each; nothing is to be there without a demand. */
export function complaints(observed: Observed, demand: Demand | undefined): readonly string[] {
  const wanted = new Map(demand === undefined ? [] : containersOf(demand).map((each) => [each.name, each]));
  const found = new Map(observed.containers.map((each) => [each.Name.replace(/^\//, ""), summary(each)]));
  const expected = [...wanted.values()].map(
    ({ name, env, port, hasVolume }) =>
      [
        name,
        {
          image: IMAGE,
          running: true,
          env: Object.entries(env)
            .map(([key, value]) => `${key}=${value}`)
            .sort(),
          labels: LABELS,
          restart: RESTART,
          ports: port === undefined ? [] : [`127.0.0.1:${port}:80/tcp`],
          mounts: hasVolume ? [`${VOLUME}:/data`] : [],
          networks: [NETWORK],
        },
      ] as const,
  );
  return [
    ...[...found.keys()].filter((name) => !wanted.has(name)).map((name) => `${name} should not be there`),
    ...expected.flatMap(([name, should]) => compare(name, found.get(name), should)),
    ...unlike("networks", observed.networks, demand === undefined ? [] : [NETWORK]),
    ...unlike("volumes", observed.volumes, demand === undefined ? [] : [VOLUME]),
  ];
}

type Summary = Readonly<Record<string, unknown>>;

/** As far as it is demanded: contestants set more labels, and the image more variables. */
function summary({ State, Config, HostConfig, Mounts, NetworkSettings }: InspectedContainer): Summary {
  return {
    image: Config.Image,
    running: State.Running,
    env: Config.Env.filter((line) => /^(INDEX|COLOUR)=/.test(line)).sort(),
    labels: Object.fromEntries(Object.keys(LABELS).map((key) => [key, Config.Labels[key]])),
    restart: HostConfig.RestartPolicy.Name,
    ports: Object.entries(HostConfig.PortBindings ?? {}).flatMap(([port, bindings]) =>
      bindings.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}:${port}`),
    ),
    mounts: Mounts.map(({ Name = "", Destination }) => `${Name}:${Destination}`),
    networks: Object.keys(NetworkSettings.Networks),
  };
}

function compare(name: string, found: Summary | undefined, should: Summary): readonly string[] {
  if (found === undefined) return [`${name} is not there`];
  return Object.entries(should).flatMap(([key, value]) => unlike(`${key} of ${name}`, found[key], value));
}

function unlike(what: string, found: unknown, should: unknown): readonly string[] {
  const [is, expected] = [JSON.stringify(found), JSON.stringify(should)];
  return is === expected ? [] : [`${what}: ${is}, not ${expected}`];
}
