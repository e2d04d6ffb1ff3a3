import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace, type EngineEvent, type Stack } from "../../../sdk/automation";
import { archives, type Archives } from "../../support/archive";
import { webImage } from "../../support/engine-images";
import { startHost, type TestHost } from "../../support/host";
import { get } from "../../support/http";
import { createHostStack, declareHost } from "../../support/pulumi/host-stack";
import type { TestStack } from "../../support/pulumi/stack";
import { givePublicImage, publicImage } from "../../support/public-images";
import { run } from "../../support/setup/command";
import { leftovers } from "../leftovers";

const repository = join(__dirname, "../../..");
const example = join(repository, "examples/automation/index.ts");

describe("A program with a host, run by the automation API", function () {
  this.timeout(300_000);
  let images: Archives;
  let host: TestHost;
  let real: TestStack;
  let stack: Stack;

  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker", publish: [8080] });
    const archive = await images.save("web", webImage({ version: "1" }));
    const program = `${declareHost}
const image = new moorage.Image("web", { host, archive: "${archive}", name: "moorage-test/web" });
const web = new moorage.Container("web", {
  host, image, ports: [{ host: 8080, container: 80, public: true }], restart: "no",
});
exports.containerId = web.containerId;`;
    real = await createHostStack(host, { program });
    stack = await LocalWorkspace.selectStack(
      { stackName: "dev", workDir: real.folder },
      { envVars: pulumiVariables(real.environment("")) },
    );
  });
  after(async () => {
    await real?.discard();
    await host?.remove();
    await images?.discard();
  });

  it("must deploy it in this process, and tell what the host does meanwhile", async () => {
    const events: EngineEvent[] = [];
    const { outputs, summary } = await stack.up({ onEvent: (event) => events.push(event) });
    assert.deepEqual(summary.resourceChanges, { create: 4 });
    assert.equal(typeof outputs["containerId"]?.value, "string");
    assert.match(await get(host.published(8080)), /1/);
    const progress = events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.ephemeral === true ? [diagnosticEvent.urn ?? ""] : [],
    );
    assert.ok(progress.some((urn) => urn.endsWith("::web")));
  });

  it("must change nothing the second time, nor may the Pulumi CLI on the same state", async () => {
    await stack.up({ expectNoChanges: true });
    assert.deepEqual((await real.preview()).succeeded().changes, []);
  });

  it("must leave nothing of it on the host", async () => {
    assert.equal((await stack.destroy()).summary.resourceChanges?.delete, 4);
    assert.deepEqual(await leftovers(host), []);
  });

  it("must be what the example does, in a process of its own and with no CLI on its PATH", async () => {
    const image = await publicImage("nginx:1.27");
    await givePublicImage(host, image);
    const state = await mkdtemp(join(tmpdir(), "moorage-automation-"));
    const program = (command: string) =>
      run([process.execPath, "--require", "ts-node/register/transpile-only", example, command], {
        cwd: repository,
        env: {
          HOME: state,
          PATH: "",
          TMPDIR: state,
          ADDRESS: host.address,
          PORT: String(host.port),
          KEY_FILE: host.key.privateKeyPath,
          PULUMI_BACKEND_URL: `file://${state}`,
          PULUMI_CONFIG_PASSPHRASE: "test",
        },
      });
    try {
      assert.match(await program("up"), /"create":4/);
      assert.match(await get(host.published(8080)), /1/);
      assert.match(await program("destroy"), /"delete":4/);
      await host.capture(["docker", "rmi", "nginx:1.27"]);
    } finally {
      await rm(state, { recursive: true, force: true });
    }
  });
});

/** Without what would make the program one that needs a process of its own. */
function pulumiVariables(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith("PULUMI_")));
}
