import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Container, Host, Image } from "../../../../sdk";
import { LocalWorkspace, PlanRefusedError, type Plan, type Stack } from "../../../../sdk/automation";
import { archives, type Archives } from "../../../support/archive";
import { programFolder, type ProgramFolder } from "../../../support/engine/program-folder";
import { webImage } from "../../../support/engine-images";
import { startHost, type TestHost } from "../../../support/host";

describe("an update by a plan, of a host that changed", function () {
  this.timeout(300_000);
  let images: Archives;
  let folder: ProgramFolder;
  let host: TestHost;
  let stack: Stack;
  let level = "info";
  const plan = (): string => join(folder.path, "plan.json");

  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker" });
    const archive = await images.save("web", webImage({ version: "1" }));
    folder = programFolder({ "Pulumi.yaml": "name: shop\nruntime: nodejs\noptions:\n  refresh: always\n" });
    mkdirSync(join(folder.path, "state"));
    const program = async (): Promise<void> => {
      const { address, key, port } = host;
      const machine = new Host("web", { connection: { address, port, privateKey: key.privateKey } });
      const image = new Image("web", { host: machine, archive, name: "moorage-test/web" });
      const env = { LEVEL: level };
      const ports = [{ host: 8080, container: 80, public: true }];
      new Container("web", { host: machine, image, env, ports, restart: "no", minReadySeconds: 0.2 });
    };
    stack = await LocalWorkspace.createStack(
      { stackName: "dev", projectName: "shop", program },
      {
        workDir: folder.path,
        pulumiHome: join(folder.path, "home"),
        envVars: { PULUMI_BACKEND_URL: `file://${folder.path}/state`, PULUMI_CONFIG_PASSPHRASE: "correct" },
      },
    );
  });
  after(async () => {
    await host?.remove();
    folder?.remove();
    await images?.discard();
  });

  async function previewed(): Promise<Plan> {
    const plans: Plan[] = [];
    await stack.preview({ plan: plan(), onPlan: (made) => plans.push(made) });
    const [made] = plans;
    assert.ok(made);
    return made;
  }

  async function assertRefused(named: RegExp): Promise<void> {
    await assert.rejects(stack.up({ plan: plan() }), (error) => {
      assert.ok(error instanceof PlanRefusedError, String(error));
      assert.match(error.message, named);
      return true;
    });
  }

  it("must make everything of a host that has nothing yet", async () => {
    const { summary } = await previewed();
    assert.deepEqual([summary.changes["create"], summary.publicPorts], [4, 1]);
    await stack.up({ plan: plan() });
    await stack.up({ expectNoChanges: true });
  });

  it("must tell of a swap in advance what it does, how long nobody serves, and what stays public", async () => {
    level = "debug";
    const { resources, summary } = await previewed();
    const container = resources.find(({ urn }) => urn.endsWith("Container::web"));
    assert.deepEqual(
      container?.provider?.steps.map(({ kind }) => kind),
      ["create", "examine", "stop", "start", "await", "rename", "rename", "remove"],
    );
    const { cause, order, stopSeconds } = container.provider.downtime ?? {};
    assert.deepEqual([order, stopSeconds, cause], ["stop-first", 10, "both publish host port 8080"]);
    assert.deepEqual([summary.changes["update"], summary.downtimes, summary.publicPorts], [1, 1, 0]);
  });

  it("must be refused where a container was stopped by hand, and done once it runs again", async () => {
    await host.exec(["docker", "stop", "shop-dev-web"]);
    await assertRefused(/host web: status of Container web changed/);
    await host.exec(["docker", "start", "shop-dev-web"]);
    await previewed();
    await stack.up({ plan: plan() });
  });

  it("must be refused where an image was retagged", async () => {
    level = "info";
    await previewed();
    await host.exec(["docker", "commit", "shop-dev-web", "moorage-test/other"]);
    await host.exec(["docker", "tag", "moorage-test/other", "moorage-test/web"]);
    await assertRefused(/host web: name of Image web/);
    await stack.up();
  });

  it("must be refused where a port is taken", async () => {
    await host.exec(["docker", "rm", "-f", "shop-dev-web"]);
    await previewed();
    await host.exec(["docker", "run", "-d", "--name", "squatter", "-p", "8080:80", "moorage-test/web"]);
    await assertRefused(/Port 8080 of web .*is taken by container squatter/);
    await host.exec(["docker", "rm", "-f", "squatter"]);
    await stack.up();
  });

  it("must be refused where the host has another key", async () => {
    level = "trace";
    await previewed();
    await host.rotateHostKeys();
    await assertRefused(/host: Host web: .*host key/i);
  });
});
