import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ConnectionArgs } from "../../../sdk";
import { deployStackFile } from "../../../sdk/stack-file/deploy";
import { parseStackFile } from "../../../sdk/stack-file/load";
import { registeredBy } from "../registered";

const text = `
hosts:
  a: { local: true }
  b:
    connection:
      address: \${config:address}
      port: \${config:port}
      password: \${secret:password}
  box: { sandbox: { suite: trixie }, machine: m }
networks:
  front: { hosts: [a, b] }
volumes:
  data: { host: a }
registries:
  hub: { address: hub.example, password: "\${secret:password}" }
images:
  pulled: { host: a, name: team/app, registry: hub, push: [{ registry: hub }] }
  web: { host: a, build: { context: ./web, on: local } }
apps:
  site:
    hosts: [a, b]
    image: { name: "nginx:1.27" }
    networks: [{ network: front, aliases: [site] }]
    env: { NOTE: "costs $\${5}, \${config:address}" }
    dependsOn: [store]
containers:
  store:
    host: a
    image: web
    networks: [{ network: front }]
    volumes: [{ volume: data, target: /data }]
`;

const configuration = {
  get: (key: string) =>
    ({
      address: { text: "b.example", isSecret: false },
      port: { text: "2222", isSecret: false },
      password: { text: "canary", isSecret: true },
    })[key],
};

describe("A stack file", () => {
  it("must become the resources that a program would make, with its configuration and its names followed", async () => {
    const file = parseStackFile("dev.yaml", text, configuration);
    const registered = await registeredBy(() => void deployStackFile(file));
    const inputs = Object.fromEntries(
      registered.map(({ type, name, inputs: own }) => [`${type.split(":").at(-1)} ${name}`, own]),
    );
    assert.deepEqual(inputs, {
      "Host a": { local: true },
      "Host b": { connection: { address: "b.example", port: 2222, password: "canary" } },
      "Sandbox box": { suite: "trixie" },
      "Host box": {
        connection: { address: "127.0.0.1", port: 2222, user: "root", privateKey: "k", hostKey: "h" },
        machine: "m",
      },
      "Image web": {
        host: { hostId: "a" },
        build: { context: "./web", on: { hostId: "local", local: true } },
      },
      "Registry hub": { address: "hub.example", password: "canary" },
      "Image pulled": {
        host: { hostId: "a" },
        name: "team/app",
        registry: { address: "hub.example", password: "canary" },
        push: [{ registry: { address: "hub.example", password: "canary" } }],
      },
      "Network front-a": { host: { hostId: "a" } },
      "Network front-b": { host: { hostId: "b" } },
      "Volume data": { host: { hostId: "a" } },
      "Container store": {
        host: { hostId: "a" },
        image: "image-web",
        networks: [{ network: "network-front-a" }],
        volumes: [{ volume: "volume-data", target: "/data" }],
      },
      "ContainerApp site": {},
      "Image site-a": { host: { hostId: "a" }, name: "nginx:1.27" },
      "Image site-b": { host: { hostId: "b" }, name: "nginx:1.27" },
      ...Object.fromEntries(
        ["a", "b"].map((host) => [
          `Container site-${host}`,
          {
            host: { hostId: host },
            image: `image-site-${host}`,
            networks: [{ network: `network-front-${host}`, aliases: ["site"] }],
            env: { NOTE: "costs ${5}, b.example" },
          },
        ]),
      ),
    });
  });

  it("must have its secrets as Pulumi's, and its configuration in the types that are asked for", async () => {
    const { hosts } = parseStackFile("dev.yaml", text, configuration);
    const { port, password } = hosts?.["b"]?.connection as ConnectionArgs;
    assert.equal(port, 2222);
    assert.ok(pulumi.Output.isInstance(password));
    assert.equal(await pulumi.isSecret(password as pulumi.Output<string>), true);
  });

  it("must be refused where a program has changed a name to one that is not there", () => {
    const file = parseStackFile("dev.yaml", text, configuration);
    file.volumes = {};
    assert.throws(() => deployStackFile(file), /containers\.store\.volumes\[0\]\.volume names "data"/);
  });

  it("must be refused where it cannot be read", () => {
    assert.throws(() => deployStackFile("/nowhere/dev.yaml"), {
      name: "StackFileError",
      message: /^\/nowhere\/dev\.yaml:1:1: cannot be read: ENOENT/,
    });
  });
});
