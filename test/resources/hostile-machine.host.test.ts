import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { UserError } from "../../providers/errors";
import { lifecycles } from "../../providers/resources";
import { contextFolder, type ContextFolder } from "../builds/context-folder";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { Deployed } from "./deployed";
import { creating, inputsFor, testContext } from "./host-context";
import { CANARY, hostileMixture } from "./hostile/strings";
import { remoteHost, type RemoteHost } from "./remote-host";

const quick = { minReadySeconds: 0, stopTimeoutSeconds: 0 };

/** Where texts go beyond the engine's API: to commands, to files, to sshd and to a builder. */
describe("a hostile text on a machine", function () {
  this.timeout(300_000);
  let machine: TestHost;
  let host: RemoteHost;
  let web: string;
  let folder: ContextFolder;

  before(async () => {
    machine = await startHost({ suite: "bookworm", flavour: "docker" });
    host = await remoteHost(machine, "mrg");
    web = await host.load(await webImage());
    folder = await contextFolder({ Dockerfile: "FROM scratch\nARG text\nCOPY page /page\n", page: "one" });
  });
  after(async () => {
    await folder.discard();
    await host.close();
    assert(!existsSync(CANARY), "a shell of this machine has seen one");
    assert.equal((await machine.capture(["ls", CANARY])).code, 2, "a shell of the host has seen one");
    await machine.remove();
  });

  it("must be a folder of the host that a container gets, and the name and content of its files", async () => {
    const source = `/srv/${hostileMixture}`;
    await machine.exec(["mkdir", "-p", source]);
    await machine.exec(["tee", `${source}/file`], { input: hostileMixture });
    const app = new Deployed(host, lifecycles.Container, "Container", "paths");
    const values = {
      image: web,
      binds: [{ source, target: "/given" }],
      files: [{ target: `/etc/app/${hostileMixture}`, content: hostileMixture }],
      ...quick,
    };
    await app.up(values);
    for (const path of ["/given/file", `/etc/app/${hostileMixture}`]) {
      const { stdout } = await machine.capture(["docker", "exec", app.name, "cat", path]);
      assert.equal(stdout, hostileMixture, path);
    }
    assert.equal(await app.refresh(), true);
    assert.deepEqual(await app.diff(values), []);
    await app.destroy();
  });

  it("must be told to be no device of the host, and no user of the container", async () => {
    const app = new Deployed(host, lifecycles.Container, "Container", "refused");
    const device = { devices: [{ hostPath: `/dev/${hostileMixture}` }] };
    await assert.rejects(app.up({ image: web, ...device, ...quick }), {
      name: "MissingDeviceError",
      property: "devices[0].hostPath",
    });
    await assert.rejects(app.up({ image: web, user: hostileMixture, ...quick }), { property: "user" });
  });

  it("must be a setting of the engine, byte for byte", async () => {
    const labels = [`text=${hostileMixture}`];
    const inputs = inputsFor(machine, {}, { daemon: { labels } });
    const context = testContext();
    await lifecycles.Host.apply(context, creating(inputs));
    await context.hosts.close();
    const told = await machine.exec(["docker", "info", "--format", "{{json .Labels}}"]);
    assert.deepEqual(JSON.parse(told), labels);
    const file = await machine.exec(["cat", "/etc/docker/daemon.json"]);
    assert.deepEqual((JSON.parse(file) as { labels: unknown }).labels, labels);
  });

  it("must be nobody who may log in", async () => {
    const context = testContext();
    const refused = lifecycles.Host.apply(context, creating(inputsFor(machine, { user: hostileMixture })));
    await assert.rejects(refused, (error) => error instanceof UserError);
    await context.hosts.close();
  });

  it("must be a label and an argument of a build", async () => {
    const img = new Deployed(host, lifecycles.Image, "Image", "built");
    const labels = { text: hostileMixture };
    await img.up({ build: { context: folder.path, labels, args: labels } });
    const format = "{{json .Config.Labels}}";
    const reference = String(img.output("reference"));
    const told = await machine.exec(["docker", "image", "inspect", "--format", format, reference]);
    assert.equal((JSON.parse(told) as Record<string, string>)["text"], hostileMixture);
    await img.destroy();
  });

  it("must be refused as an image's name and tag, before the host is asked", async () => {
    const img = new Deployed(host, lifecycles.Image, "Image", "named");
    for (const name of [hostileMixture, `web:${hostileMixture}`]) {
      await assert.rejects(img.check({ name, build: { context: folder.path } }), /name/);
    }
  });
});
