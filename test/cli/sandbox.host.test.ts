import assert from "node:assert/strict";
import { sandboxName } from "../support/hosts/sandbox-name";
import { capture, run } from "../support/setup/command";
import { ensureEngine } from "../support/setup/engine";
import { moorage } from "./typed";

const env = { DOCKER_HOST: process.env["DOCKER_HOST"] ?? "", HOME: process.env["HOME"] ?? "" };

describe("moorage sandbox", function () {
  this.timeout(120_000);
  const [image, name, other] = [`moorage-test-empty:${process.pid}`, sandboxName(), sandboxName()];

  before(async () => {
    await ensureEngine();
    await run(["sh", "-c", `tar --create --files-from /dev/null | docker import - ${image}`]);
    const urn = (type: string) => `urn:pulumi:dev::shop::moorage:index:${type}::box`;
    await make(name, urn("Sandbox"));
    await make(other, urn("Container"));
  });
  after(async () => {
    await capture(["docker", "rm", "--force", name, other]);
    await capture(["docker", "rmi", image]);
  });

  async function make(container: string, urn: string): Promise<void> {
    const labels = [`io.moorage.urn=${urn}`, "io.moorage.stack=shop/dev", `io.moorage.name=${container}`];
    const options = labels.flatMap((label) => ["--label", label]);
    await run(["docker", "create", "--name", container, ...options, image, "none"]);
  }

  it("must list the sandboxes of this machine, and nothing else", async () => {
    const { code, stdout } = await moorage(["sandbox", "ls", "--json"], env);
    assert.equal(code, 0);
    const found = JSON.parse(stdout) as Record<string, unknown>[];
    const mine = found.find((sandbox) => sandbox["name"] === name);
    assert.deepEqual([mine?.["stack"], mine?.["state"], mine?.["image"]], ["shop/dev", "created", image]);
    assert(!found.some((sandbox) => sandbox["name"] === other));
    const rows = await moorage(["sandbox"], env);
    assert.match(rows.stdout, new RegExp(`^NAME +STACK +STATE[^]*${name} +shop/dev +created`));
  });

  it("must throw away the one that is named, once it is told to, and no container", async () => {
    const unasked = await moorage(["sandbox", "rm", name], env);
    assert.equal(unasked.code, 2);
    assert.match(unasked.stderr, new RegExp(`${name} \\(shop/dev\\) would be thrown away .* say --yes`));
    const wrong = await moorage(["sandbox", "rm", other, "--yes"], env);
    assert.match(wrong.stderr, new RegExp(`there is no sandbox ${other} on this machine`));
    const { code, stdout } = await moorage(["sandbox", "rm", name, "--yes"], env);
    assert.deepEqual([code, stdout], [0, `${name} is gone\n`]);
    assert.equal((await capture(["docker", "inspect", name])).code, 1);
    assert.equal((await capture(["docker", "inspect", other])).code, 0);
  });

  it("must say what is wrong where there is no engine, or no name", async () => {
    const gone = await moorage(["sandbox", "ls"], { ...env, DOCKER_HOST: "unix:///nowhere/docker.sock" });
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /^error: .*\/nowhere\/docker\.sock/);
    const unnamed = await moorage(["sandbox", "rm"], env);
    assert.deepEqual([unnamed.code, unnamed.stdout], [2, ""]);
  });
});
