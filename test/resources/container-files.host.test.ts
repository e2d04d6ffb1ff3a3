import assert from "node:assert/strict";
import type { Value } from "../../providers/resources/bag";
import { container } from "../../providers/resources/container";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { Deployed } from "./deployed";
import { CANARY, hostileMixture, hostileStrings } from "./hostile/strings";
import { remoteHost, type RemoteHost } from "./remote-host";

const FOLDER = "/var/lib/moorage/files";
const SECRET = "canary-hidden-3b1f";
const SECRETS = { secrets: [["files", 0, "content"]] };

describe("the files of a container", function () {
  this.timeout(300_000);
  let machine: TestHost;
  let host: RemoteHost;
  let web: string;
  let app: Deployed;
  const given = (content: string, more: Record<string, Value> = {}): Record<string, Value> => ({
    image: web,
    files: [{ target: "/etc/app/key", content }],
    ...more,
  });
  const inside = (path: string) => machine.exec(["docker", "exec", app.name, "cat", path]);
  const listed = async () =>
    (await machine.capture(["find", FOLDER, "-type", "f"])).stdout.trim().split("\n");

  before(async () => {
    machine = await startHost({ suite: "bookworm", flavour: "docker" });
    host = await remoteHost(machine, "mrg");
    web = await host.load(await webImage());
    app = new Deployed(host, container, "Container", "app");
  });
  after(async () => {
    await host.close();
    await machine.remove();
  });

  it("must be in the container, for nobody else to read, and nowhere the engine shows them", async () => {
    await app.up(given(SECRET), SECRETS);
    assert.equal(await inside("/etc/app/key"), SECRET);
    const [path = "", ...others] = await listed();
    assert.deepEqual(others, []);
    assert.equal(await machine.exec(["stat", "-c", "%a %u:%g", path]), "400 0:0");
    assert.equal(await machine.exec(["stat", "-c", "%a", `${FOLDER}/${app.name}`]), "700");
    const inspected = await machine.exec(["docker", "inspect", app.name]);
    assert.doesNotMatch(inspected + JSON.stringify(app.context.progressed), new RegExp(SECRET));
    assert.deepEqual(app.state?.secrets, SECRETS.secrets);
    assert.equal(await app.refresh(), true);
    assert.deepEqual(await app.diff(given(SECRET)), []);
  });

  it("must be put right where somebody changed them, in the container that runs", async () => {
    const id = app.output("containerId");
    const [path = ""] = await listed();
    await machine.exec(["sh", "-c", `echo changed >>${path}; chmod 644 ${path}`]);
    await app.refresh();
    assert.deepEqual(await app.diff(given(SECRET)), ["files[0] (drift)"]);
    await app.up(given(SECRET), SECRETS);
    assert.equal(await inside("/etc/app/key"), SECRET);
    assert.equal(await machine.exec(["stat", "-c", "%a", path]), "400");

    await machine.exec(["rm", path]);
    await app.refresh();
    assert.deepEqual(await app.diff(given(SECRET)), ["files[0] (drift)"]);
    await app.up(given(SECRET), SECRETS);
    assert.deepEqual(await listed(), [path]);
    await app.refresh();
    assert.deepEqual(await app.diff(given(SECRET)), []);
    assert.equal(app.output("containerId"), id);
  });

  it("must come back with the old container when the new one fails", async () => {
    const [former = ""] = await listed();
    const broken = given("broken", { command: ["sh", "-c", "exit 3"], stopTimeoutSeconds: 0 });
    await assert.rejects(app.up(broken, SECRETS), /exit code 3. The old one has served all the time/);
    assert.equal(await inside("/etc/app/key"), SECRET);
    assert.ok((await listed()).includes(former));
  });

  it("must change with the container, with the owner that is asked for", async () => {
    const files = [{ target: "/etc/app/key", content: "other", mode: 0o440, uid: 1000, gid: 1001 }];
    await app.up({ image: web, files }, SECRETS);
    assert.equal(await inside("/etc/app/key"), "other");
    const [path = "", ...others] = await listed();
    assert.deepEqual(others, []);
    assert.equal(await machine.exec(["stat", "-c", "%a %u:%g", path]), "440 1000:1001");
  });

  it("must arrive byte for byte, whatever they hold and are called, and be seen by no shell", async () => {
    const texts = [...Object.values(hostileStrings), "no end of line", "\r\n", ""];
    const files = texts.map((content, index) => ({ target: `/hostile/${index}`, content }));
    const target = `/${hostileMixture.replaceAll("/", "|")}`;
    const values = { image: web, files: [...files, { target, content: "found" }] };
    await app.up(values);
    const read = 'docker exec "$0" cat "$1" | base64 --wrap=0';
    for (const { target: path, content } of values.files) {
      const told = await machine.exec(["sh", "-c", read, app.name, path]);
      assert.equal(Buffer.from(told, "base64").toString("utf8"), content);
    }
    assert.equal(await app.refresh(), true);
    assert.deepEqual(await app.diff(values), []);
    assert.equal((await machine.capture(["ls", CANARY])).code, 2);
  });

  it("must go when they are no longer given, and with the container", async () => {
    await app.up({ image: web });
    assert.equal((await machine.capture(["ls", FOLDER])).code, 2);
    await app.up(given(SECRET), SECRETS);
    await app.destroy();
    assert.equal((await machine.capture(["ls", FOLDER])).code, 2);
  });
});
