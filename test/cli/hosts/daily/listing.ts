import assert from "node:assert/strict";
import { PseudoTerminal } from "../../pseudo-terminal";
import type { WorkingDay } from "./working-day";

/** What the commands list of a host. */
export function listing(day: WorkingDay): void {
  describe("ps", () => {
    it("must list what runs, what has ended and what is gone", async () => {
      const { code, stdout, stderr } = await day.typed("ps", "--json");
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
      const { stdout } = await day.typed("ps", "--no-size");
      assert.match(stdout, /^NAME {3,}HOST {3,}STATUS {3,}AGE {3,}PORTS\n/);
    });
  });

  describe("history", () => {
    it("must have each layer with its size, and the image that shares it", async () => {
      const { stdout } = await day.typed("history", "web", "--json");
      const rows = JSON.parse(stdout) as { sizeBytes: number; sharedWith: string[]; layer?: string }[];
      assert.deepEqual(
        rows.map(({ sharedWith }) => sharedWith),
        [[], ["web2"]],
      );
      assert(rows.every(({ sizeBytes, layer }) => sizeBytes > 0 && layer !== undefined));
    });

    it("must name the likely image", async () => {
      const { code, stderr } = await day.typed("history", "wob");
      assert.equal(code, 1);
      assert.match(stderr, /there is no image wob on the stack's hosts\. Did you mean web\?/);
    });
  });

  describe("orphans", () => {
    it("must be what a stack that the backend does not know has left", async () => {
      for (const name of ["left", "kept"]) {
        const labels = [
          `urn=urn:pulumi:old::shop::moorage:index:Volume::${name}`,
          "stack=shop/old",
          `name=${name}`,
        ];
        const words = labels.flatMap((label) => ["--label", `io.moorage.${label}`]);
        await day.machine.exec(["docker", "volume", "create", ...words, name]);
      }
      const { code, stdout } = await day.typed("orphans", "--json");
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
      assert.match(
        (await day.typed("orphans")).stdout,
        /web-1 +shop\/old +volume +left +docker volume rm left/,
      );
    });
  });

  it("must be in colours on a terminal, and end for head", async () => {
    const lines = ["ps", "history web", "orphans", "ps --no-size | head -n 1"].map((line) => {
      const [command = "", ...more] = line.split(" ");
      return `moorage ${[command, "-C", day.project.folder, "-s", "dev", ...more].join(" ")}; echo "${command} ended $?"`;
    });
    const terminal = new PseudoTerminal(`trap : INT; ${lines.join("; ")}; stty -a`, day.project.env);
    try {
      const shown = await terminal.end();
      assert.deepEqual(
        [...shown.matchAll(/(\S+) ended (\d+)/g)].map(([, command, code]) => `${command} ${code}`),
        ["ps 0", "history 0", "orphans 0", "ps 0"],
        shown,
      );
      assert.ok(shown.includes("\u001b[3"), shown);
      assert.match(shown, / icanon [^]* echo /);
    } finally {
      terminal.kill();
    }
  });
}
