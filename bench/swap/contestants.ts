import { join } from "node:path";
import { createHostStack, declareHost } from "../../test/support/pulumi/host-stack";
import { connected, type Engine } from "../floor";
import { builtPlugin, folder, PROCESSES_VARIABLE } from "../plugins";
import { IMAGE, NETWORK, type SwapRig } from "./rig";

/** What is swapped: a container that publishes a port, so that only one can, and one that clients ask by its name. */
export const orders = ["stop-first", "start-first"] as const;
export type Order = (typeof orders)[number];

/** Someone who keeps two containers of the image, one for each order. */
export interface SwapContestant {
  /** Where the container of an order is asked, from the host. */
  url(order: Order): string;
  /** Has the container of an order run with another version. */
  change(order: Order, version: string): Promise<void>;
  discard(): Promise<void>;
}

const urls = (port: number, name: string) => (order: Order) =>
  order === "stop-first" ? `http://127.0.0.1:${port}/` : `http://${name}/`;

const program = `
${declareHost}
const shared = { host, image: "${IMAGE}" };
new moorage.Container("stop-first", {
  ...shared,
  env: { VERSION: config.require("stop-first") },
  ports: [{ host: 8081, container: 80 }],
  networks: [{ network: "${NETWORK}" }],
});
new moorage.Container("start-first", {
  ...shared,
  env: { VERSION: config.require("start-first") },
  networks: [{ network: "${NETWORK}", aliases: ["moorage"] }],
});`;

/** `pulumi up`, through SSH. */
export async function moorage({ host }: SwapRig): Promise<SwapContestant> {
  const plugin = await builtPlugin();
  const stack = await createHostStack(host, {
    program,
    plugin: plugin.folder,
    config: { "stop-first": "0", "start-first": "0" },
    environment: { [PROCESSES_VARIABLE]: join(folder, `processes-${process.pid}`) },
  });
  return {
    url: urls(8081, "moorage"),
    async change(order, version) {
      await stack.configure({ [order]: version });
      (await stack.up()).succeeded();
    },
    discard: () => stack.discard(),
  };
}

/** `docker-compose up`, on the host itself. */
export function compose({ host }: SwapRig): SwapContestant {
  const services: Record<Order, object> = {
    "stop-first": { ports: ["127.0.0.1:8082:80"], networks: { front: {} } },
    "start-first": { networks: { front: { aliases: ["compose"] } } },
  };
  return {
    url: urls(8082, "compose"),
    async change(order, version) {
      const app = {
        image: IMAGE,
        pull_policy: "never",
        environment: { VERSION: version },
        ...services[order],
      };
      const file = JSON.stringify({
        services: { app },
        networks: { front: { name: NETWORK, external: true } },
      });
      const up = ["docker-compose", "--project-name", order, "--file", "-", "up", "--detach"];
      await host.exec(up, { input: file });
    },
    discard: () => Promise.resolve(),
  };
}

/** The engine's API over a bare SSH connection: the new container is there before the old one is touched. */
export function floor({ host }: SwapRig): SwapContestant {
  const current = new Map<Order, string>();
  const access = { port: host.port, privateKey: host.key.privateKey };
  return {
    url: urls(8083, "floor"),
    change: (order, version) =>
      connected(access, async (engine) => {
        const next = await create(engine, order, version);
        const old = current.get(order);
        const start = () => engine.call("POST", `/containers/${next}/start`);
        const stop = () => old && engine.call("POST", `/containers/${old}/stop`);
        for (const act of order === "stop-first" ? [stop, start] : [start, stop]) await act();
        if (old !== undefined) await engine.call("DELETE", `/containers/${old}`);
        current.set(order, next);
      }),
    discard: () => Promise.resolve(),
  };
}

async function create(engine: Engine, order: Order, version: string): Promise<string> {
  const isPublished = order === "stop-first";
  const made = await engine.call("POST", `/containers/create?name=floor-${order}-${version}`, {
    Image: IMAGE,
    Env: [`VERSION=${version}`],
    ExposedPorts: { "80/tcp": {} },
    HostConfig: {
      NetworkMode: NETWORK,
      ...(isPublished ? { PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "8083" }] } } : {}),
    },
    NetworkingConfig: { EndpointsConfig: { [NETWORK]: isPublished ? {} : { Aliases: ["floor"] } } },
  });
  return (JSON.parse(made) as { Id: string }).Id;
}
