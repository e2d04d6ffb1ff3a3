import assert from "node:assert/strict";
import { cp, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { webImage, writeArchive, type TestImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { ensureSandboxImage } from "../support/hosts/sandbox-image";
import { get } from "../support/http";
import { givePublicImage, nginx, postgres } from "../support/public-images";
import { createStack, type TestStack } from "../support/pulumi/stack";
import { leftovers } from "./leftovers";

const folder = join(__dirname, "../../examples");

interface Example {
  /** Its configuration, beside where its first host is. */
  readonly config?: (hosts: readonly [TestHost, TestHost]) => Readonly<Record<string, unknown>>;
  /** What its page holds. @default the page of the image that is pulled */
  readonly page?: string;
  /** Whether it makes a host of its own, whose page is the output `page`. */
  readonly ownHost?: true;
  /** Name of the file in the project's folder that its image comes in, as `docker save` writes it. */
  readonly archive?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  /** What is on the host before, by the arguments of Docker's own command line. */
  readonly before?: readonly string[];
  /** Names of containers of it that must still be the same ones afterwards. */
  readonly kept?: readonly string[];
  /** Images that it is to leave there. */
  readonly images?: readonly string[];
}

const machine = ({ address, port }: TestHost) => ({ address, port, credential: "web-1" });

const examples: Readonly<Record<string, Example>> = {
  "build-and-run": { page: "<h1>Hello from Moorage</h1>" },
  "dev-and-prod": { config: ([host]) => ({ machines: { "web-1": machine(host) } }) },
  "first-container": {},
  // The plugin of @pulumi/docker comes from a place that not every machine reaches: what before.ts makes is made by
  // Docker's own command line, with the same names and options.
  "from-pulumi-docker": {
    before: [
      "tag nginx:1.27 web:1",
      "network create front",
      "volume create data",
      "run --detach --name shop --env GREETING=Ahoy --network front --network-alias web --volume data:/data " +
        "--publish 8080:80 --restart unless-stopped web:1",
    ],
    kept: ["shop"],
    images: ["web:1"],
  },
  "two-hosts-rolling": {
    config: ([first, second]) => ({ machines: { "web-1": machine(first), "web-2": machine(second) } }),
  },
  "vm-unknown-address": { ownHost: true, archive: "web.tar", config: () => ({ archive: "./web.tar" }) },
  "web-and-database": { secrets: { password: "a secret" } },
  "web-server": { archive: "web.tar", config: () => ({ archive: "./web.tar" }) },
};

describe("The examples", () => {
  let host: TestHost;
  let second: TestHost;
  before(async () => {
    const options = { flavour: "docker", publish: [8080] } as const;
    [host, second] = await Promise.all([
      startHost(options),
      startHost(options),
      ensureSandboxImage("bookworm"),
    ]);
    await loadPublicImages(second);
  });
  after(async () => Promise.all([host, second].map((each) => each.remove())));

  it("must all be run here, and be short", async () => {
    assert.deepEqual(await readdir(folder), Object.keys(examples));
    for (const name of Object.keys(examples)) {
      const program = await readFile(join(folder, name, "index.ts"), "utf8");
      assert.ok(program.split("\n").length <= 40, `${name} has 40 lines or more`);
    }
  });

  for (const [name, example] of Object.entries(examples)) {
    it(`must deploy, serve, stay as they are and go: ${name}`, async () => {
      await loadPublicImages(host);
      for (const command of example.before ?? []) await host.exec(["docker", ...command.split(" ")]);
      const containerId = (container: string) =>
        host.exec(["docker", "inspect", "--format", "{{.Id}}", container]);
      const before = await Promise.all((example.kept ?? []).map(containerId));
      const stack = await createStack({
        program: "",
        config: {
          address: host.address,
          port: String(host.port),
          "moorage:credentials": { "web-1": { privateKeyFile: host.key.privateKeyPath } },
          ...example.config?.([host, second]),
        },
        ...(example.secrets === undefined ? {} : { secrets: example.secrets }),
      });
      try {
        await useExample(stack, join(folder, name));
        if (example.archive !== undefined) {
          await writeArchive(await webImage(), "docker", join(stack.folder, example.archive));
        }
        const planned = example.ownHost === true ? (await stack.preview()).succeeded().changes : undefined;
        const { changes } = (await stack.up()).succeeded();
        if (planned !== undefined) assert.deepEqual(changes, planned);
        const port = example.ownHost === true ? await portOfPage(stack) : host.published(8080);
        assert.ok((await get(port)).includes(example.page ?? "1"));
        assert.deepEqual(await Promise.all((example.kept ?? []).map(containerId)), before);
        assert.deepEqual((await stack.up()).succeeded().changes, []);
        (await stack.destroy()).succeeded();
        for (const image of example.images ?? []) await host.exec(["docker", "rmi", image]);
        await removePublicImages(host);
        assert.deepEqual(await leftovers(host), []);
      } finally {
        await stack.discard();
      }
    });
  }
});

/** Puts an example's own files in the place of the stack's program; only the plugin's folder is this build's. */
async function useExample(stack: TestStack, example: string): Promise<void> {
  const file = join(stack.folder, "Pulumi.yaml");
  const { name, plugins } = parse(await readFile(file, "utf8")) as Record<string, unknown>;
  const project = parse(await readFile(join(example, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
  await writeFile(file, stringify({ ...project, name, plugins }));
  await cp(example, stack.folder, { recursive: true, filter: (path) => !path.endsWith("/Pulumi.yaml") });
}

async function portOfPage(stack: TestStack): Promise<number> {
  return Number(new URL(String((await stack.outputs())["page"])).port);
}

/** What the examples pull. */
async function publicImages(): Promise<readonly TestImage[]> {
  return Promise.all([nginx("nginx:1.27"), postgres("postgres:17")]);
}

async function loadPublicImages(host: TestHost): Promise<void> {
  for (const image of await publicImages()) await givePublicImage(host, image);
}

/** Those that the example did not use. */
async function removePublicImages(host: TestHost): Promise<void> {
  for (const { name } of await publicImages()) await host.capture(["docker", "rmi", name]);
}
