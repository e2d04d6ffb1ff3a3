import assert from "node:assert/strict";
import type { HostLink } from "../../../sdk/link";
import type { PropertyMap } from "../../../engine/values";
import { remoteHost, type RemoteHost } from "../../resources/remote-host";
import { delayLink, type DelayLink } from "../../support/delay-link";
import { webImage } from "../../support/engine-images";
import { startHost, type TestHost } from "../../support/host";
import { waitFor } from "../../support/setup/wait-for";
import { moorage, type as begin } from "../typed";
import { containerRecord, hostRecord, providerRecord, TestProject } from "./project";

const SPEAKS = "echo one; echo two >&2; trap 'exit 0' TERM; while :; do sleep 1; done";

describe("daily work on a host", function () {
  this.timeout(120_000);
  let machine: TestHost;
  let host: RemoteHost;
  let link: DelayLink;
  let project: TestProject;

  before(async function () {
    this.timeout(300_000);
    machine = await startHost({ flavour: "docker" });
    host = await remoteHost(machine, "shop-dev");
    const image = await host.load(await webImage());
    const start = (name: string, ...words: string[]) =>
      machine.exec(["docker", "run", "--detach", "--name", `shop-dev-${name}`, ...words]);
    await start("app", "--publish", "127.0.0.1:8080:80", image);
    await start("speaker", image, "sh", "-c", SPEAKS);
    await start("ended", image, "sh", "-c", "echo bye; exit 3");
    link = await delayLink({ to: { host: machine.address, port: machine.port } });
    project = await TestProject.create();
    await project.stack("dev", records());
  });
  after(async () => {
    link.close();
    await project.remove();
    await host.close();
    await machine.remove();
  });

  /** The state of a stack on the machine, reached by the link, with its key in the provider's configuration. */
  function records() {
    const { hostId, hostKeys } = host.link as unknown as HostLink;
    const way = { hostId, hostKeys, user: "root", address: link.address, port: link.port, credential: "web" };
    const place = way as unknown as PropertyMap;
    const containers = ["app", "speaker", "ended", "lost"].map((name) => containerRecord(name, place));
    return [
      providerRecord({ web: { privateKey: machine.key.privateKey } }),
      hostRecord("web-1", place),
      ...containers,
    ];
  }

  const words = (...argv: string[]) => [argv[0] ?? "", "-C", project.folder, ...argv.slice(1)];
  const typed = (...argv: string[]) => moorage(words(...argv), project.env);

  describe("ps", () => {
    it("must list what runs, what has ended and what is gone", async () => {
      const { code, stdout, stderr } = await typed("ps", "--json");
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
      const rows = JSON.parse(stdout) as Record<string, unknown>[];
      assert.deepEqual(
        rows.map(({ name, state }) => [name, state]),
        [
          ["app", "running"],
          ["speaker", "running"],
          ["ended", "exited"],
          ["lost", "gone"],
        ],
      );
      assert.deepEqual(rows[0]?.["ports"], ["127.0.0.1:8080->80/tcp"]);
      assert(Number(rows[0]?.["virtualBytes"]) > 0);
      assert.match(String(rows[2]?.["status"]), /^Exited \(3\)/);
      assert(!stdout.includes("PRIVATE KEY"));
    });

    it("must leave out the sizes where they are not wanted", async () => {
      const { stdout } = await typed("ps", "--no-size");
      assert.match(stdout, /^NAME {3,}HOST {3,}STATUS {3,}AGE {3,}PORTS\n/);
    });
  });

  describe("logs", () => {
    it("must be one container's, as it wrote it", async () => {
      const { code, stdout, stderr } = await typed("logs", "speaker");
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "one\n", stderr: "two\n" });
    });

    it("must be several containers', each line under its name", async () => {
      const { stdout } = await typed("logs", "speaker", "shop-dev-ended");
      assert.deepEqual(stdout.split("\n").sort(), ["", "ended   | bye", "speaker | one"]);
    });

    it("must be as much as is asked for", async () => {
      assert.equal((await typed("logs", "speaker", "--tail", "0")).stdout, "");
      assert.equal((await typed("logs", "speaker", "--since", "0s")).stdout, "");
      assert.match((await typed("logs", "ended", "--timestamps")).stdout, /^\d{4}-\S+Z bye\n$/);
    });

    it("must name the container that is gone, and print the others", async () => {
      const { code, stdout, stderr } = await typed("logs", "ended", "lost");
      assert.deepEqual({ code, stdout }, { code: 1, stdout: "ended | bye\n" });
      assert.match(stderr, /^error: Cannot inspect container shop-dev-lost on web-1 .*: No such container/);
    });

    it("must be followed until Ctrl-C", async () => {
      const following = await followed();
      following.interrupt();
      assert.equal((await following.ended).code, 130);
    });

    it("must end in peace when nobody reads them any more", async () => {
      const following = await followed();
      following.stdout.emit("error", Object.assign(new Error("EPIPE"), { code: "EPIPE" }));
      assert.equal((await following.ended).code, 0);
    });

    it("must end with an error when the connection breaks", async () => {
      const following = await followed();
      link.cut();
      const { code, stderr } = await following.ended;
      assert.equal(code, 1);
      assert.match(stderr, /^two\nerror: .*connection to web-1 .* is gone/);
    });

    async function followed() {
      const following = begin(words("logs", "-f", "speaker"), project.env);
      await waitFor("the log", () => Promise.resolve(following.printed.stdout === "one\n" || undefined));
      return following;
    }
  });
});
