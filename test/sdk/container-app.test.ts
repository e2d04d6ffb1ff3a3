import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Container, ContainerApp, Host, Network, type ContainerAppArgs } from "../../sdk";
import { registeredBy } from "./registered";

const image = { name: "nginx:1.27" };

/** Registers an app on as many hosts, `a` and on. */
function app(
  hosts: number,
  args: Omit<ContainerAppArgs, "hosts" | "image"> = {},
  options: pulumi.ComponentResourceOptions = {},
): ContainerApp {
  const own = [..."abcde"].slice(0, hosts).map((name) => new Host(name, { local: true }));
  return new ContainerApp("web", { hosts: own, image, ...args }, options);
}

describe("ContainerApp", () => {
  it("must make an image and a container on each host, and give them by the host's name", async () => {
    let made: ContainerApp | undefined;
    const registered = await registeredBy(() => {
      made = app(2, { env: { MODE: "quick" } });
    });
    assert.deepEqual(registered.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort(), [
      "Container web-a",
      "Container web-b",
      "ContainerApp web",
      "Host a",
      "Host b",
      "Image web-a",
      "Image web-b",
    ]);
    const { inputs } =
      registered.find(({ name, type }) => name === "web-b" && type.endsWith("Container")) ?? {};
    assert.deepEqual(inputs, { host: { hostId: "b" }, image: "image-web-b", env: { MODE: "quick" } });
    assert.deepEqual(Object.keys(made?.containers ?? {}), ["a", "b"]);
    assert.deepEqual(Object.keys(made?.images ?? {}), ["a", "b"]);
  });

  /** Names of the containers that each container waits for, by its own. */
  async function waits(hosts: number, args: Omit<ContainerAppArgs, "hosts" | "image">): Promise<unknown> {
    const seen: Record<string, string[]> = {};
    await registeredBy(() => {
      const note: pulumi.ResourceTransformation = ({ name, type, opts }) => {
        const dependsOn = opts.dependsOn as pulumi.Resource[];
        if (type.endsWith(":Container")) seen[name] = dependsOn.map((each) => pulumi.resourceName(each));
        return undefined;
      };
      app(hosts, args, { transformations: [note] });
    });
    return seen;
  }

  it("must let each host wait for the one before", async () => {
    assert.deepEqual(await waits(3, {}), { "web-a": [], "web-b": ["web-a"], "web-c": ["web-b"] });
  });

  it("must let the hosts of a batch wait for all of the batch before", async () => {
    assert.deepEqual(await waits(5, { rollout: { batch: 2 } }), {
      "web-a": [],
      "web-b": [],
      "web-c": ["web-a", "web-b"],
      "web-d": ["web-a", "web-b"],
      "web-e": ["web-c", "web-d"],
    });
  });

  it("must let its containers wait for what it depends on itself", async () => {
    const seen: string[] = [];
    await registeredBy(() => {
      const first = new Container("first", { host: new Host("h", { local: true }), image: "i" });
      const note: pulumi.ResourceTransformation = ({ type, opts }) => {
        if (!type.endsWith(":Container")) return undefined;
        seen.push(...(opts.dependsOn as pulumi.Resource[]).map((each) => pulumi.resourceName(each)));
        return undefined;
      };
      app(1, {}, { dependsOn: first, transformations: [note] });
    });
    assert.deepEqual(seen, ["first"]);
  });

  it("must give each container the network of its own host", async () => {
    const registered = await registeredBy(() => {
      const hosts = ["a", "b"].map((name) => new Host(name, { local: true }));
      const networks = hosts.map((host, index) => new Network(`front-${index}`, { host }));
      new ContainerApp("web", { hosts, image, networks: [{ network: networks, aliases: ["web"] }] });
    });
    const containers = registered.filter(({ type }) => type.endsWith(":Container"));
    assert.deepEqual(
      containers.map(({ inputs }) => inputs["networks"]),
      [
        [{ network: "network-front-0", aliases: ["web"] }],
        [{ network: "network-front-1", aliases: ["web"] }],
      ],
    );
  });

  it("must take the links of another stack's hosts by name", async () => {
    const registered = await registeredBy(() => {
      new ContainerApp("web", { hosts: { far: { hostId: "h9" } }, image });
    });
    const { inputs } = registered.find(({ type }) => type.endsWith(":Container")) ?? {};
    assert.deepEqual(inputs, { host: { hostId: "h9" }, image: "image-web-far" });
  });

  const wrong: [what: string, make: () => void, message: RegExp][] = [
    [
      "a batch of none",
      () => app(1, { rollout: { batch: 0 } }),
      /web: rollout\.batch must be a whole number/,
    ],
    [
      "fewer volumes than hosts",
      () => app(2, { volumes: [{ volume: [], target: "/data" }] }),
      /web: volumes must have one for each of its 2 hosts, not 0/,
    ],
    [
      "a host that is there twice",
      () => {
        const host = new Host("a", { local: true });
        new ContainerApp("web", { hosts: [host, host], image });
      },
      /web: hosts names a twice/,
    ],
  ];
  for (const [what, make, message] of wrong) {
    it(`must refuse ${what}`, async () => {
      await registeredBy(() => assert.throws(make, message));
    });
  }
});
