import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type * as sdk from "../../sdk";
import type { Value } from "../../providers/resources/bag";
import { validate } from "../../providers/schema/validate";
import { schema } from "../support/door/door";

type Bag = Record<string, unknown>;

const link = { hostId: "h1", address: "192.0.2.10", user: "deploy", hostKeys: ["ssh-ed25519 AAAA"] };
const outputs: Record<string, Bag> = {
  Host: { link },
  Image: { reference: "shop-dev-app@sha256:1" },
  Network: { name: "shop-dev-backend" },
  Volume: { name: "shop-dev-data" },
};

/** What a program in another language would send for the same resources: plain values in the schema's words. */
const byHand: Record<string, Bag> = {
  "web-1": {
    connection: {
      address: "192.0.2.10",
      user: "deploy",
      credential: "web",
      jumpHosts: [{ address: "192.0.2.1", user: "jump", port: 2222 }],
    },
    daemon: { "log-opts": { "max-size": "10m" }, debug: true },
  },
  app: { host: link, archive: "./app.tar" },
  "built-there": { host: link, build: { context: "./app", args: { A: "1" }, on: link } },
  "built-here": { host: link, build: { context: "./app", on: { hostId: "local", local: true } } },
  data: { host: link, forceDestroy: true },
  backend: {
    host: link,
    internal: true,
    ipamConfigs: [{ subnet: "10.20.0.0/24", auxAddress: { router: "10.20.0.2" } }],
  },
  "app-1": {
    host: link,
    image: "shop-dev-app@sha256:1",
    command: ["serve", "--verbose"],
    env: { MODE: "production" },
    ports: [{ host: 8080, container: 80, protocol: "tcp" }, { container: 443 }],
    volumes: [
      { volume: "shop-dev-data", target: "/data" },
      { volume: "by-name", target: "/other", readOnly: true },
    ],
    binds: [{ source: "/etc/hosts", target: "/etc/hosts", readOnly: true }],
    networks: [{ network: "shop-dev-backend", aliases: ["app"] }],
    restart: "unless-stopped",
    healthcheck: { test: ["CMD", "/ok"], intervalSeconds: 0.5, retries: 3 },
    cpus: 0.5,
    memoryMiB: 64,
  },
};

describe("the wire", () => {
  const sent = new Map<string, { type: string; inputs: Bag }>();
  let problems: string[];

  before(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs }) => {
          sent.set(name, { type, inputs: inputs as Bag });
          const noun = type.split(":").at(-1) ?? "";
          return { id: `h1/${name}`, state: { ...(inputs as Bag), ...outputs[noun] } };
        },
        call: () => {
          throw new Error("no function is called");
        },
      },
      "shop",
      "dev",
    );
    // Registered with mocks only: these modules reach for the engine when they are loaded too early.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const moorage = require("../../sdk") as typeof sdk;
    const web = new moorage.Host("web-1", {
      connection: {
        address: "192.0.2.10",
        user: "deploy",
        credential: "web",
        jumpHosts: [{ address: "192.0.2.1", user: "jump", port: 2222 }],
      },
      daemon: { "log-opts": { "max-size": "10m" }, debug: true },
    });
    const app = new moorage.Image("app", { host: web, archive: "./app.tar" });
    new moorage.Image("built-there", {
      host: web,
      build: { context: "./app", args: { A: pulumi.output("1") }, on: web },
    });
    new moorage.Image("built-here", { host: web, build: { context: "./app", on: "local" } });
    const data = new moorage.Volume("data", { host: web.link, forceDestroy: true });
    const backend = new moorage.Network("backend", {
      host: web,
      internal: true,
      ipamConfigs: [{ subnet: "10.20.0.0/24", auxAddress: { router: "10.20.0.2" } }],
    });
    const container = new moorage.Container("app-1", {
      host: web,
      image: app,
      command: ["serve", "--verbose"],
      env: { MODE: pulumi.output("production") },
      ports: [{ host: 8080, container: 80, protocol: "tcp" }, { container: 443 }],
      volumes: [
        { volume: data, target: "/data" },
        { volume: "by-name", target: "/other", readOnly: true },
      ],
      binds: [{ source: "/etc/hosts", target: "/etc/hosts", readOnly: true }],
      networks: [{ network: backend, aliases: ["app"] }],
      restart: "unless-stopped",
      healthcheck: { test: ["CMD", "/ok"], intervalSeconds: 0.5, retries: 3 },
      cpus: 0.5,
      memoryMiB: 64,
    });
    await new Promise<void>((resolve) => container.urn.apply(() => resolve()));
    problems = [...sent.values()].flatMap(({ type, inputs }) => {
      const { inputProperties, requiredInputs } = schema.resources[type] ?? assert.fail(type);
      const expected = { properties: inputProperties, required: requiredInputs };
      return validate(schema, expected, inputs as Record<string, Value>).map(({ reason }) => reason);
    });
  });

  for (const [name, bag] of Object.entries(byHand)) {
    it(`must be the same from a TypeScript program and from one in plain values: ${name}`, () => {
      assert.deepEqual(sent.get(name)?.inputs, bag);
    });
  }

  it("must fit the schema", () => assert.deepEqual(problems, []));
});
