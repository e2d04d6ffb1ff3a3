/**
 * The floor: what the host itself takes for N containers over one SSH connection, asked by a script that checks,
 * remembers and decides nothing. It is frozen, so that results of different days can be compared: it uses nothing of
 * Moorage's, and does not change with it.
 */
import { Agent, request } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { Client, type ConnectConfig } from "ssh2";

const AT_ONCE = 8;
const SOCKET = "/var/run/docker.sock";
const PREFIX = "bench-floor-";

export interface FloorOptions {
  readonly port: number;
  readonly privateKey: string;
  /** The image of the containers; it is on the host. */
  readonly image: string;
}

/** The four acts that are measured, each with a connection of its own. */
export interface Floor {
  up(count: number): Promise<void>;
  same(): Promise<void>;
  change(): Promise<void>;
  destroy(): Promise<void>;
}

/** Gives an act the engine's API over a connection of its own. */
export async function connected(
  { port, privateKey }: Pick<FloorOptions, "port" | "privateKey">,
  act: (engine: Engine) => Promise<void>,
): Promise<void> {
  const client = await login({ username: "root", privateKey }, port);
  try {
    await act(new Engine(client));
  } finally {
    client.end();
  }
}

export function floor(options: FloorOptions): Floor {
  const make = async (engine: Engine, name: string, colour: string): Promise<void> => {
    const made = await engine.call("POST", `/containers/create?name=${name}`, {
      Image: options.image,
      Env: [`COLOUR=${colour}`],
    });
    const { Id } = JSON.parse(made) as { Id: string };
    await engine.call("POST", `/containers/${Id}/start`);
    await engine.call("GET", `/containers/${Id}/json`);
  };
  return {
    up: (count) =>
      connected(options, async (engine) => {
        await engine.list();
        const names = Array.from({ length: count }, (_, index) => `${PREFIX}${index}`);
        await eightAtOnce(names, (name) => make(engine, name, "blue"));
      }),
    same: () => connected(options, async (engine) => void (await engine.list())),
    change: () =>
      connected(options, async (engine) => {
        await engine.list();
        await engine.call("DELETE", `/containers/${PREFIX}0?force=true`);
        await make(engine, `${PREFIX}0`, "green");
      }),
    destroy: () =>
      connected(options, async (engine) => {
        const ids = await engine.list();
        await eightAtOnce(
          ids,
          async (id) => void (await engine.call("DELETE", `/containers/${id}?force=true`)),
        );
      }),
  };
}

/** The engine's API through channels of one connection. */
export class Engine {
  readonly #agent: Agent;

  constructor(client: Client) {
    this.#agent = new ChannelAgent(client);
  }

  /** The ids of all containers of this script's. */
  async list(): Promise<string[]> {
    const all = JSON.parse(await this.call("GET", "/containers/json?all=true")) as {
      Id: string;
      Names: string[];
    }[];
    return all.filter(({ Names }) => Names.some((name) => name.startsWith(`/${PREFIX}`))).map(({ Id }) => Id);
  }

  async call(method: string, path: string, body?: unknown): Promise<string> {
    const content = body === undefined ? "" : JSON.stringify(body);
    const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(content) };
    return new Promise((resolve, reject) => {
      const sent = request({ agent: this.#agent, method, path: `/v1.41${path}`, headers }, (response) => {
        text(response).then((answer) => {
          if ((response.statusCode ?? 500) < 400) resolve(answer);
          else reject(new Error(`${method} ${path}: ${answer}`));
        }, reject);
      });
      sent.on("error", reject).end(content);
    });
  }
}

class ChannelAgent extends Agent {
  readonly #client: Client;

  constructor(client: Client) {
    super({ keepAlive: true, maxSockets: AT_ONCE });
    this.#client = client;
  }

  override createConnection(
    _options: object,
    done?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#client.openssh_forwardOutStreamLocal(SOCKET, (error, channel) => {
      const asSocket = { setTimeout: () => channel, ref: () => channel, unref: () => channel };
      done?.(error ?? null, Object.assign(channel, asSocket));
    });
  }

  override keepSocketAlive(): boolean {
    return true;
  }
}

function login(config: ConnectConfig, port: number): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    const sock = connect({ host: "127.0.0.1", port, noDelay: true });
    client.once("ready", () => resolve(client)).once("error", reject);
    client.connect({ ...config, sock });
  });
}

async function eightAtOnce<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
