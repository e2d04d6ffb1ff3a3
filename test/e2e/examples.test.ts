import assert from "node:assert/strict";
import { copyFile, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { archives } from "../support/archive";
import { webImage, writeArchive, type TestImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { layer } from "../support/images/image";
import { createStack, type TestStack } from "../support/pulumi/stack";
import { leftovers } from "./leftovers";

const folder = join(__dirname, "../../examples");

interface Example {
  /** Its configuration, beside where its host is. */
  readonly config?: Readonly<Record<string, unknown>>;
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

const examples: Readonly<Record<string, Example>> = {
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
  "web-and-database": { secrets: { password: "a secret" } },
  "web-server": { archive: "web.tar", config: { archive: "./web.tar" } },
};

describe("The examples", () => {
  let host: TestHost;
  before(async () => {
    host = await startHost({ flavour: "docker", publish: [8080] });
  });
  after(async () => host.remove());

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
          ...example.config,
        },
        ...(example.secrets === undefined ? {} : { secrets: example.secrets }),
      });
      try {
        await useExample(stack, join(folder, name));
        if (example.archive !== undefined) {
          await writeArchive(await webImage(), "docker", join(stack.folder, example.archive));
        }
        (await stack.up()).succeeded();
        assert.equal(await get(host.published(8080)), "1");
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
  await copyFile(join(example, "index.ts"), join(stack.folder, "index.ts"));
}

/** What the examples pull from a public registry; no registry is needed for what the host has. */
async function publicImages(): Promise<readonly TestImage[]> {
  const web = await webImage({ name: "nginx:1.27" });
  const isReady = { path: "bin/pg_isready", content: "#!/bin/sh\nexec /ok\n", mode: 0o755 };
  return [web, { ...web, name: "postgres:17", layers: [...web.layers, await layer([isReady])] }];
}

async function loadPublicImages(host: TestHost): Promise<void> {
  const files = await archives();
  try {
    for (const [index, image] of (await publicImages()).entries()) {
      const archive = await files.save(String(index), image);
      await host.exec(["docker", "load"], { input: await readFile(archive) });
    }
  } finally {
    await files.discard();
  }
}

/** Those that the example did not use. */
async function removePublicImages(host: TestHost): Promise<void> {
  for (const { name } of await publicImages()) await host.capture(["docker", "rmi", name]);
}
