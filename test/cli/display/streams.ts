import type { EngineEvent } from "../../../engine/events/engine-event";
import type { Provider } from "../../../engine/plugins/provider";
import { InitializationError } from "../../../engine/plugins/provider-errors";
import type { DeploymentOptions } from "../../../engine/steps/deployment";
import type { StackDeployment } from "../../../engine/steps/stack-deployment";
import { parseUrn, rootStackType } from "../../../engine/urn";
import { Secret, type PropertyMap } from "../../../engine/values";
import { type Program, TestStack, type Run } from "../../engine/steps/test-stack";

/** A value that must never be seen. */
export const CANARY = "canary-of-the-display";

/** A resource of the shop: its type, its inputs, and under which one it stands. */
interface Piece {
  readonly type: string;
  readonly inputs?: PropertyMap;
  readonly under?: string;
}

type Pieces = Readonly<Record<string, Piece>>;

export const SHOP: Pieces = {
  "web-1": { type: "Host", inputs: { address: "192.0.2.7", user: "deploy", password: new Secret(CANARY) } },
  front: { type: "Network", inputs: { driver: "bridge" } },
  data: { type: "Volume", inputs: { driver: "local", forceDestroy: true } },
  image: { type: "Image", inputs: { archive: "./app.tar", tags: ["app:1"] } },
  shop: { type: "ContainerApp" },
  app: {
    type: "Container",
    under: "shop",
    inputs: {
      image: "app:1",
      ports: [{ host: 8080, container: 80 }],
      env: { MODE: "blue", TOKEN: new Secret(CANARY) },
    },
  },
  worker: { type: "Container", under: "shop", inputs: { image: "app:1", command: ["work", "--fast"] } },
};

/** A stack of the engine whose provider is in memory, and the real events of what is done to it. */
export class Shop {
  readonly stack = new TestStack();
  #deployment: StackDeployment | undefined;

  up(
    pieces: Pieces,
    provider: Partial<Provider> = {},
    options: Partial<DeploymentOptions> = {},
  ): Promise<Run> {
    this.stack.behaviour = provider;
    return this.stack.up((program) => this.#register(program, pieces), options);
  }

  preview(pieces: Pieces): Promise<Run> {
    this.stack.behaviour = {};
    return this.stack.preview((program) => this.#register(program, pieces));
  }

  /** Does what `Ctrl-C` does. */
  cancel(): void {
    this.#deployment?.cancel();
  }

  /** A line of the provider about a resource's moment. */
  say(urn: string, message: string): void {
    this.#deployment?.log({ severity: "info", message, urn, ephemeral: true });
  }

  async #register(program: Program, pieces: Pieces): Promise<void> {
    this.#deployment = program.deployment;
    const none = { custom: false, provider: "" };
    const root = await program.component("test-dev", { type: rootStackType, ...none });
    const urns = new Map<string, string>();
    const containers: Promise<unknown>[] = [];
    for (const [name, { type, inputs = {}, under }] of Object.entries(pieces)) {
      const goal = { type: `moorage:index:${type}`, parent: urns.get(under ?? "") ?? root.urn };
      const made =
        type === "ContainerApp" ? program.component(name, goal) : program.thing(name, inputs, goal);
      // Siblings of a component are under way at once.
      if (under === undefined) urns.set(name, (await made).urn);
      else containers.push(made);
    }
    await Promise.all(containers);
    const shop = urns.get("shop");
    if (shop !== undefined) await program.deployment.registerResourceOutputs(shop, {});
    await program.deployment.registerResourceOutputs(root.urn, {
      url: "http://192.0.2.7:8080",
      token: new Secret(CANARY),
    });
  }
}

/** The events of an operation of the engine, by name; only how long it took is always the same. */
export async function stream(name: string): Promise<EngineEvent[]> {
  const events = await recordings[name]?.();
  if (events === undefined) throw new Error(`there is no stream ${name}`);
  return events.map((event) =>
    event.summaryEvent ? { ...event, summaryEvent: { ...event.summaryEvent, durationSeconds: 9 } } : event,
  );
}

/** As many containers as there are, all made anew; the state of so many is not kept. */
export async function manyContainers(count: number): Promise<EngineEvent[]> {
  const shop = new Shop();
  const names = Array.from({ length: count }, (_, index) => `app-${String(index)}`);
  const pieces = names.map((name) => [name, { type: "Container", under: "" }] as const);
  return (await shop.up(Object.fromEntries(pieces), {}, { recorder: undefined })).events;
}

const recordings: Readonly<Record<string, () => Promise<EngineEvent[]>>> = {
  create: async () => (await new Shop().up(SHOP)).events,

  "nothing changes": async () => {
    const shop = new Shop();
    await shop.up(SHOP);
    return (await shop.up(SHOP)).events;
  },

  preview: async () => {
    const shop = new Shop();
    await shop.up(SHOP);
    const rest = Object.entries(SHOP).filter(([name]) => name !== "data");
    const changed = { ...Object.fromEntries(rest), ...updated, ...replaced, cache: { type: "Container" } };
    return (await shop.preview(changed)).events;
  },

  "a swap": async () => {
    const shop = new Shop();
    await shop.up(SHOP);
    const update: Provider["update"] = ({ urn, newInputs }) => {
      for (const line of SWAP) shop.say(urn, line);
      return Promise.resolve({ properties: newInputs, refreshBeforeUpdate: false });
    };
    return (await shop.up({ ...SHOP, ...updated }, { update })).events;
  },

  "a failed swap": async () => {
    const shop = new Shop();
    await shop.up(SHOP);
    const update: Provider["update"] = ({ urn }) => {
      for (const line of [
        ...SWAP.slice(0, 3),
        "undoing 1/2 stop app.new",
        "undoing 2/2 remove app.new",
        "undone",
      ]) {
        shop.say(urn, line);
      }
      throw new Error("The new container of app on web-1 does not work. The old one serves.");
    };
    return (await shop.up({ ...SHOP, ...updated }, { update })).events;
  },

  "an image on its way": async () => {
    const shop = new Shop();
    const create: Provider["create"] = ({ urn, inputs }) => {
      const { name } = parseUrn(urn);
      if (name === "image") for (const line of TRANSFER) shop.say(urn, line);
      return Promise.resolve({ id: name, properties: inputs, refreshBeforeUpdate: false });
    };
    return (await shop.up(SHOP, { create })).events;
  },

  replace: async () => {
    const shop = new Shop();
    await shop.up({ ...SHOP, front: { type: "Network", inputs: { replaceName: "a" } } });
    return (await shop.up({ ...SHOP, front: { type: "Network", inputs: { replaceName: "b" } } })).events;
  },

  "a failure with init errors": async () => {
    const shop = new Shop();
    const create: Provider["create"] = ({ urn, inputs }) => {
      const { name } = parseUrn(urn);
      if (name === "app") {
        const reason = "Container app on web-1 does not work: it exited with code 1.";
        throw new InitializationError(reason, ["exit 1"], {
          id: "app",
          inputs,
          properties: inputs,
          refreshBeforeUpdate: false,
        });
      }
      return Promise.resolve({ id: name, properties: inputs, refreshBeforeUpdate: false });
    };
    return (await shop.up(SHOP, { create })).events;
  },

  cancel: async () => {
    const shop = new Shop();
    const create: Provider["create"] = ({ urn, inputs }) => {
      const { name } = parseUrn(urn);
      if (name === "image") shop.cancel();
      return Promise.resolve({ id: name, properties: inputs, refreshBeforeUpdate: false });
    };
    return (await shop.up(SHOP, { create })).events;
  },

  destroy: async () => {
    const shop = new Shop();
    await shop.up(SHOP);
    return (await shop.stack.destroy()).events;
  },

  refresh: async () => {
    const shop = new Shop();
    await shop.up(SHOP);
    const object = shop.stack.cloud.get("front-1");
    if (object === undefined) throw new Error("the network is not there");
    const drifted = { ...object.inputs, driver: "overlay" };
    shop.stack.cloud.set("front-1", { inputs: drifted, properties: { ...object.properties, ...drifted } });
    shop.stack.cloud.delete("worker-1");
    return (await shop.stack.refresh()).events;
  },
};

const updated: Pieces = {
  app: {
    type: "Container",
    under: "shop",
    inputs: {
      image: "app:2",
      ports: [
        { host: 8080, container: 80 },
        { host: 8443, container: 443 },
      ],
      env: { MODE: "green", TOKEN: new Secret(`${CANARY}-2`) },
    },
  },
};

const replaced: Pieces = { front: { type: "Network", inputs: { driver: "bridge", replaceName: "front-2" } } };

/** What the provider says while it swaps a container. */
export const SWAP = [
  "1/6 create app.new",
  "2/6 start app.new",
  "3/6 waiting for app.new to be healthy (0 s)",
  "3/6 waiting for app.new to be healthy (2 s)",
  "3/6 waiting for app.new to be healthy (4 s)",
  "4/6 stop app",
  "5/6 rename app.new to app",
  "6/6 remove app.old",
];

export const STREAMS = Object.keys(recordings);

/** What it says while it sends an image. */
const TRANSFER = [
  "web-1 lacks 3 of 5 layers of the image, 5.3 MB.",
  "sent 312 kB of 5.3 MB",
  "sent 1.9 MB of 5.3 MB",
  "sent 3.6 MB of 5.3 MB",
  "sent 4.4 MB of 5.3 MB",
  "sent 4.9 MB of 5.3 MB",
  "sent 5.1 MB of 5.3 MB",
  "sent 5.3 MB of 5.3 MB",
];
