import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ContextFolder, contextFolder, WITH_SHELL } from "../builds/context-folder";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import type { TestStack } from "../support/pulumi/stack";

const SECRET = "canary-build-51d7";

const DOCKERFILE = `${WITH_SHELL}ARG COLOUR
RUN --mount=type=secret,id=token test -s /run/secrets/token && echo "$COLOUR" > /tmp/colour
COPY www /www
CMD ["sh", "-c", "trap 'exit 0' TERM; httpd -f -p 80 -h /www & wait"]
`;

const program = (context: string): string => `
${declareHost}
const image = new moorage.Image("app", {
  host,
  build: { context: "${context}", args: { COLOUR: "blue" }, secrets: { token: config.requireSecret("token") } },
});
new moorage.Container("app", { host, image, ports: [{ host: 8080, container: 80, public: true }] });
exports.reference = image.reference;`;

/** One stack that every test changes a bit further. */
describe("An image built from a Dockerfile", function () {
  this.timeout(300_000);
  let folder: ContextFolder;
  let host: TestHost;
  let stack: TestStack;

  before(async () => {
    folder = await contextFolder({ Dockerfile: DOCKERFILE, "www/index.html": "one\n" });
    host = await startHost({ flavour: "docker", publish: [8080] });
    stack = await createHostStack(host, {
      program: program(folder.path),
      secrets: { "test:token": SECRET },
    });
  });
  after(async () => {
    await stack?.discard();
    await host?.remove();
    await folder?.discard();
  });

  const layers = async (): Promise<string[]> => {
    const { reference } = await stack.outputs();
    const format = "{{json .RootFS.Layers}}";
    return JSON.parse(
      await host.exec(["docker", "inspect", "--format", format, String(reference)]),
    ) as string[];
  };

  it("must serve, change nothing the second time, and have its secret nowhere in clear", async () => {
    const first = (await stack.up()).succeeded();
    assert.equal(await get(host.published(8080)), "one");
    assert.deepEqual((await stack.up()).succeeded().changes, []);
    const state = await readFile(join(stack.folder, "state/.pulumi/stacks/test/dev.json"), "utf8");
    const { reference } = await stack.outputs();
    const history = await host.exec(["docker", "history", "--no-trunc", String(reference)]);
    for (const text of [first.output, state, history]) assert.ok(!text.includes(SECRET));
  });

  it("must show a changed file at preview, build only from its layer on, and swap the container", async () => {
    const before = await layers();
    await folder.write("www/index.html", "two\n");
    const expected = ["update Container app [image]", "update Image app [buildContext.digest]"];
    const preview = (await stack.preview()).succeeded();
    assert.deepEqual(preview.changes, expected);
    assert.match(preview.output, /1 file changed: www\/index\.html/);
    assert.deepEqual((await stack.up()).succeeded().changes, expected);
    assert.equal(await get(host.published(8080)), "two");
    const after = await layers();
    assert.deepEqual(after.slice(0, -1), before.slice(0, -1));
    assert.notEqual(after.at(-1), before.at(-1));
  });

  it("must leave what runs alone where a step fails, and say which", async () => {
    await folder.write(
      "Dockerfile",
      DOCKERFILE.replace("COPY www", "RUN echo no such thing; exit 4\nCOPY www"),
    );
    const run = await stack.up();
    assert.notEqual(run.code, 0);
    assert.match(
      run.errors.join("\n"),
      /step 4 of 5, RUN echo no such thing; exit 4: .*4\.\nIts last lines:\n {2}no such thing/,
    );
    assert.equal(await get(host.published(8080)), "two");
  });
});
