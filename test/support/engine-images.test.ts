import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checkedWebImage,
  diffIds,
  exitingImage,
  imageId,
  layeredImage,
  unhealthyImage,
  webImage,
  writeArchive,
  type ArchiveLayout,
  type TestImage,
} from "./engine-images";
import { startHost, type TestHost } from "./host";
import { waitFor } from "./setup/wait-for";
import { createReadStream } from "node:fs";

describe("engine images", function () {
  this.timeout(300_000);
  let host: TestHost;
  let folder: string;

  before(async () => {
    host = await startHost({ flavour: "docker", publish: [8080] });
    folder = await mkdtemp(join(tmpdir(), "moorage-images-"));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await host.remove();
  });

  async function load(image: TestImage, layout: ArchiveLayout): Promise<void> {
    const path = join(folder, "image.tar");
    await writeArchive(image, layout, path);
    await host.exec(["docker", "load"], { input: createReadStream(path) });
  }

  for (const layout of ["docker", "docker-oci"] as const) {
    it(`must be loaded by a classic engine as exactly this image from the layout ${layout}`, async () => {
      const image = await layeredImage([1000, 2_000_000, 3], {
        name: `moorage-test/${layout}:1`,
        seed: layout,
      });
      await load(image, layout);
      const [loaded] = JSON.parse(await host.exec(["docker", "image", "inspect", image.name])) as [
        { Id: string; RootFS: { Layers: string[] } },
      ];
      assert.equal(loaded.Id, imageId(image));
      assert.deepEqual(loaded.RootFS.Layers, diffIds(image));
    });
  }

  it("must differ between two versions of the web server in the last layer alone", async () => {
    const [one, two] = [diffIds(await webImage({ version: "1" })), diffIds(await webImage({ version: "2" }))];
    assert.deepEqual(one.slice(0, -1), two.slice(0, -1));
    assert.notEqual(one.at(-1), two.at(-1));
  });

  it("must serve its version, show its environment and pass its health check", async () => {
    const image = await checkedWebImage({ version: "7" });
    await load(image, "docker");
    await host.exec([
      "docker",
      "run",
      "-d",
      "--name=web",
      "-p",
      "8080:80",
      "-e",
      "GREETING=hello",
      image.name,
    ]);
    await waitFor("the container to be healthy", () => stateIs("web", "{{.State.Health.Status}}", "healthy"));
    const origin = `http://${host.address}:${host.published(8080)}`;
    assert.equal(await (await fetch(origin)).text(), "7\n");
    assert.match(await (await fetch(`${origin}/cgi-bin/env`)).text(), /^GREETING=hello$/m);
    await host.exec(["docker", "stop", "web"]);
    assert.equal(await host.exec(["docker", "inspect", "-f", "{{.State.ExitCode}}", "web"]), "0");
  });

  it("must never be healthy and say so where that is asked for", async () => {
    const image = await unhealthyImage();
    await load(image, "docker");
    await host.exec(["docker", "run", "-d", "--name=sick", image.name]);
    await waitFor("the verdict", () => stateIs("sick", "{{.State.Health.Status}}", "unhealthy"));
    const log = await host.exec(["docker", "inspect", "-f", "{{json .State.Health.Log}}", "sick"]);
    assert.match(log, /sick on purpose/);
  });

  it("must exit at once with its code and last words where that is asked for", async () => {
    const image = await exitingImage();
    await load(image, "docker");
    const { code, stderr } = await host.capture(["docker", "run", "--name=broken", image.name]);
    assert.equal(code, 3);
    assert.match(stderr, /broken on purpose/);
  });

  async function stateIs(container: string, format: string, wanted: string): Promise<true | undefined> {
    return (await host.exec(["docker", "inspect", "-f", format, container])) === wanted ? true : undefined;
  }
});
