import assert from "node:assert/strict";
import { request } from "node:http";
import type { HostLink } from "../../../sdk/link";
import type { PropertyMap } from "../../../engine/values";
import { remoteHost, type RemoteHost } from "../../resources/remote-host";
import { delayLink, type DelayLink } from "../../support/delay-link";
import { webImage } from "../../support/engine-images";
import { startHost, type TestHost } from "../../support/host";
import { waitFor } from "../../support/setup/wait-for";
import { PseudoTerminal } from "../pseudo-terminal";
import { moorage, type as begin } from "../typed";
import { containerRecord, hostRecord, providerRecord, record, TestProject } from "./project";

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
    await host.load(await webImage({ version: "2" }));
    const start = (name: string, ...words: string[]) =>
      machine.exec(["docker", "run", "--detach", "--name", `shop-dev-${name}`, ...words]);
    await start("app", "--publish", "127.0.0.1:8080:80", image);
    await start("speaker", image, "sh", "-c", SPEAKS);
    await start("ended", image, "sh", "-c", "echo bye; exit 3");
    link = await delayLink({ to: { host: machine.address, port: machine.port } });
    project = await TestProject.create();
    await project.stack("dev", records());
    const jump = { address: link.address, port: link.port, user: "root", credential: "web" };
    await project.stack("jump", records({ address: "127.0.0.1", port: 22, jumpHosts: [jump] }));
  });
  after(async () => {
    link.close();
    await project.remove();
    await host.close();
    await machine.remove();
  });

  /** The state of a stack on the machine, reached by the link, with its key in the provider's configuration. */
  function records(others: PropertyMap = {}) {
    const { hostId, hostKeys } = host.link as unknown as HostLink;
    const way = { hostId, hostKeys, user: "root", address: link.address, port: link.port, credential: "web" };
    const place = { ...(way as unknown as PropertyMap), ...others };
    const containers = ["app", "speaker", "ended", "lost"].map((name) => containerRecord(name, place));
    return [
      providerRecord({ web: { privateKey: machine.key.privateKey } }),
      hostRecord("web-1", place),
      ...containers,
      record("Image", "web", { reference: "moorage-test/web:1" }, { host: place }),
      record("Image", "web2", { reference: "moorage-test/web:2" }, { host: place }),
    ];
  }

  const words = (command: string, ...argv: string[]) => {
    const stack = argv.includes("-s") ? [] : ["-s", "dev"];
    return [command, "-C", project.folder, ...stack, ...argv];
  };
  const typed = (command: string, ...argv: string[]) => moorage(words(command, ...argv), project.env);

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

  for (const stack of ["dev", "jump"]) {
    describe(`exec, ${stack === "jump" ? "through a jump host" : "straight"}`, () => {
      it("must hand over pipes as they are, to the end of them, and the exit code", async () => {
        const running = begin(
          words("exec", "-s", stack, "-i", "app", "--", "sh", "-c", "cat; echo no >&2; exit 7"),
          project.env,
        );
        running.stdin.end("typed");
        assert.deepEqual(await running.ended, { code: 7, stdout: "typed", stderr: "no\n" });
      });
    });
  }

  describe("exec", () => {
    it("must pass on options of the command, and what is set for it", async () => {
      const argv = ["-w", "/www", "-e", "A=1", "app", "sh", "-c", "pwd; echo $A $0", "-i"];
      assert.deepEqual(await typed("exec", ...argv), { code: 0, stdout: "/www\n1 -i\n", stderr: "" });
    });

    const refused: readonly (readonly [what: string, argv: readonly string[], message: RegExp])[] = [
      ["a container that has ended", ["ended", "ls"], /is not running/],
      ["a container that is gone", ["lost", "ls"], /No such container/],
      ["a name of none", ["ap", "ls"], /there is no container ap in the stack\. Did you mean app\?/],
      ["no terminal for -t", ["-it", "app", "sh"], /-t needs a terminal, and the standard input is none/],
    ];
    for (const [what, argv, message] of refused) {
      it(`must refuse ${what}`, async () => {
        const { code, stderr } = await typed("exec", ...argv);
        assert.equal(code, 255);
        assert.match(stderr, message);
      });
    }

    it("must end with an error when the connection breaks", async () => {
      const running = begin(words("exec", "app", "--", "sh", "-c", "echo begun; sleep 1000"), project.env);
      await waitFor("the command", () => Promise.resolve(running.printed.stdout === "begun\n" || undefined));
      link.cut();
      const { code, stderr } = await running.ended;
      assert.equal(code, 255);
      assert.match(stderr, /^error: .*connection to web-1 .* is gone/);
    });
  });

  for (const [command, words, stty] of [
    ["exec", "exec -it app -- sh", "busybox stty"],
    ["ssh", "ssh web-1", "stty"],
  ] as const) {
    it(`${command} must give a real terminal: its size, Ctrl-C, the exit code, and the old one back`, async () => {
      const typing = words.replace(" ", ` -C ${project.folder} -s dev `);
      const terminal = new PseudoTerminal(`moorage ${typing}; echo "code $?"; stty -a`, project.env);
      try {
        terminal.type(`until ${stty} size | grep '40 1''00'; do sleep 0.1; done\n`);
        await terminal.shows("40 100");
        await terminal.resize(50, 120);
        terminal.type(`until ${stty} size | grep '50 1''20'; do sleep 0.1; done\n`);
        await terminal.shows("50 120");
        terminal.type("echo slee''ping; sleep 1000\n");
        await terminal.shows("sleeping");
        terminal.type("\u0003");
        terminal.type("echo interr''upted; exit 7\n");
        await terminal.shows("interrupted");
        const shown = await terminal.end();
        assert.match(shown, /code 7\r\n/);
        assert.match(shown, / icanon /);
        assert.match(shown, / echo /);
      } finally {
        terminal.kill();
      }
    });
  }

  describe("ssh", () => {
    for (const stack of ["dev", "jump"]) {
      it(`must hand over pipes and the exit code of a command (${stack})`, async () => {
        const running = begin(
          words("ssh", "-s", stack, "web-1", "--", "cat; echo no >&2; exit 7"),
          project.env,
        );
        running.stdin.end("typed");
        assert.deepEqual(await running.ended, { code: 7, stdout: "typed", stderr: "no\n" });
      });
    }
  });

  describe("port-forward", () => {
    it("must lead to a port that is not published, again after a break, until Ctrl-C", async () => {
      const running = begin(words("port-forward", "app", "0:80", "0:81"), project.env);
      await waitFor("the port", () =>
        Promise.resolve(running.printed.stdout.includes(":81 on") || undefined),
      );
      const [, port, wrong] =
        /127\.0\.0\.1:(\d+) -> app:80 on web-1\n127\.0\.0\.1:(\d+) ->/.exec(running.printed.stdout) ?? [];
      const get = () => ask(port);
      const ask = (at: string | undefined) => httpGet(Number(at));
      assert.deepEqual(await Promise.all([get(), get()]), ["1", "1"]);
      link.cut();
      await waitFor("a new connection", get);
      assert.equal(await ask(wrong), undefined);
      assert.match(running.printed.stderr, /^error: app:81: .*refuse/m);
      running.interrupt();
      assert.equal((await running.ended).code, 130);
      assert.equal(await get(), undefined);
    });

    it("must say that a container is not running", async () => {
      const { code, stderr } = await typed("port-forward", "ended", "0:80");
      assert.equal(code, 1);
      assert.match(stderr, /^error: ended on web-1 .* has no address: it is exited, not running/);
    });
  });

  describe("history", () => {
    it("must have each layer with its size, and the image that shares it", async () => {
      const { stdout } = await typed("history", "web", "--json");
      const rows = JSON.parse(stdout) as { sizeBytes: number; sharedWith: string[]; layer?: string }[];
      assert.deepEqual(
        rows.map(({ sharedWith }) => sharedWith),
        [[], ["web2"]],
      );
      assert(rows.every(({ sizeBytes, layer }) => sizeBytes > 0 && layer !== undefined));
    });

    it("must name the likely image", async () => {
      const { code, stderr } = await typed("history", "wob");
      assert.equal(code, 1);
      assert.match(stderr, /there is no image wob on the stack's hosts\. Did you mean web\?/);
    });
  });

  describe("orphans", () => {
    it("must be what a stack that the backend does not know has left", async () => {
      const labels = ["urn=urn:pulumi:old::shop::moorage:index:Volume::data", "stack=shop/old", "name=left"];
      const words = labels.flatMap((label) => ["--label", `io.moorage.${label}`]);
      await machine.exec(["docker", "volume", "create", ...words, "left"]);
      const { code, stdout } = await typed("orphans", "--json");
      assert.equal(code, 0);
      const [{ host: name, stacks } = { host: "", stacks: [] }] = JSON.parse(stdout) as {
        host: string;
        stacks: { stack: string; objects: { name: string }[] }[];
      }[];
      assert.equal(name, "web-1");
      assert.deepEqual(
        stacks.map(({ stack, objects }) => [stack, objects.map((object) => object.name)]),
        [["shop/old", ["left"]]],
      );
      assert.match((await typed("orphans")).stdout, /web-1 +shop\/old +volume +left +docker volume rm left/);
    });
  });
});

/** The body that a port answers, on a connection of its own; undefined where it answers nothing. */
function httpGet(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request({ host: "127.0.0.1", port, agent: false, timeout: 10_000 }, (answer) => {
      let body = "";
      answer.on("data", (chunk: Buffer) => (body += chunk.toString()));
      answer.on("end", () => resolve(body.trim()));
    });
    asked.on("error", () => resolve(undefined)).on("timeout", () => asked.destroy());
    asked.end();
  });
}
