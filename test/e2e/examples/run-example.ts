import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { webImage, writeArchive } from "../../support/engine-images";
import type { TestHost } from "../../support/host";
import { get } from "../../support/http";
import { givePublicImage, publicImage } from "../../support/public-images";
import { createStack, type TestStack } from "../../support/pulumi/stack";
import { leftovers } from "../leftovers";
import type { Example } from "./list";

export const folder = join(__dirname, "../../../examples");

/** Brings an example up, sees that it serves and that it stays as it is, and takes it down without a trace. */
export async function runExample(name: string, example: Example, hosts: readonly TestHost[]): Promise<void> {
  const [host] = hosts;
  const pulls = hosts.flatMap((each, index) =>
    (example.pulls?.[index] ?? []).map((image) => ({ host: each, image })),
  );
  await Promise.all(pulls.map(async (pull) => givePublicImage(pull.host, await publicImage(pull.image))));
  for (const command of example.before ?? []) await host?.exec(["docker", ...command.split(" ")]);
  const containerIds = async () =>
    Promise.all(
      (example.kept ?? []).map((kept) => host?.exec(["docker", "inspect", "--format", "{{.Id}}", kept])),
    );
  const before = await containerIds();
  const stack = await stackOf(example, hosts);
  try {
    await useExample(stack, join(folder, name));
    if (example.archive) await writeArchive(await webImage(), "docker", join(stack.folder, "web.tar"));
    const planned = example.ownHost ? (await stack.preview()).succeeded().changes : undefined;
    const { changes } = (await stack.up()).succeeded();
    if (planned !== undefined) assert.deepEqual(changes, planned);
    const port = example.ownHost ? await portOfPage(stack) : host?.published(8080);
    assert.ok((await get(port ?? 0)).includes(example.page ?? "1"));
    assert.deepEqual(await containerIds(), before);
    // What the CLI has made, the command goes on with.
    stack.engine = "moorage";
    assert.deepEqual((await stack.up()).succeeded().changes, []);
    (await stack.destroy()).succeeded();
    for (const image of example.images ?? []) await host?.exec(["docker", "rmi", image]);
    // A base that it built on, or what it did not use.
    for (const pull of pulls) await pull.host.capture(["docker", "rmi", pull.image]);
    for (const each of hosts) assert.deepEqual(await leftovers(each), []);
  } finally {
    await stack.discard();
  }
}

async function stackOf(example: Example, hosts: readonly TestHost[]): Promise<TestStack> {
  const connections = hosts.map(({ address, port }) => ({ address, port, credential: "web-1" }));
  const named = (example.machines ?? []).map((machine, index) => [machine, connections[index]] as const);
  const key = hosts[0]?.key.privateKeyPath;
  return createStack({
    program: "",
    config: {
      ...(key === undefined ? {} : { "moorage:credentials": { "web-1": { privateKeyFile: key } } }),
      ...(example.machines === undefined
        ? { address: hosts[0]?.address, port: String(hosts[0]?.port) }
        : { machines: Object.fromEntries(named) }),
      ...(example.archive ? { archive: "./web.tar" } : {}),
      ...(await example.config?.(hosts)),
    },
    secrets: example.secrets ?? {},
    // The examples' types are checked with all others.
    environment: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
  });
}

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
