import assert from "node:assert/strict";
import { copyFile, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { createStack, type TestStack } from "../support/pulumi/stack";
import { leftovers } from "./leftovers";

const folder = join(__dirname, "../../examples");

/** What a program's own configuration is, beside where its host is. */
const configurations: Readonly<Record<string, (images: Archives) => Promise<Record<string, unknown>>>> = {
  "private-backend": async (images) => ({ archive: await images.save("web", webImage()) }),
  "web-server": async (images) => ({ archive: await images.save("web", webImage()), greeting: "Ahoy" }),
};

describe("The examples", () => {
  let images: Archives;
  let host: TestHost;
  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker", publish: [8080] });
  });
  after(async () => {
    await host.remove();
    await images.discard();
  });

  it("must all be run here", async () => {
    assert.deepEqual(await readdir(folder), Object.keys(configurations));
  });

  for (const [name, configuration] of Object.entries(configurations)) {
    it(`must deploy, serve, stay as they are and go: ${name}`, async () => {
      const stack = await createStack({
        program: "",
        config: {
          address: host.address,
          port: String(host.port),
          "moorage:credentials": { "web-1": { privateKeyFile: host.key.privateKeyPath } },
          ...(await configuration(images)),
        },
        secrets: { token: "a secret that only some of them ask for" },
      });
      try {
        await useExample(stack, join(folder, name));
        (await stack.up()).succeeded();
        assert.equal(await get(host.published(8080)), "1");
        assert.deepEqual((await stack.up()).succeeded().changes, []);
        (await stack.destroy()).succeeded();
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
