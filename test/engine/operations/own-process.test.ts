import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StackBed, thingsProgram } from "../../support/engine/stack-bed";
import { withTypeScript } from "../../support/transpile/typescript";

const script = join(__dirname, "../../support/engine/operation-process.ts");

/** What happens to the standard output of the process. */
type Reader = (child: ChildProcess) => void;

describe("an operation in a process of its own", function () {
  this.timeout(120_000);
  let bed: StackBed;
  before(async () => {
    bed = await StackBed.create(thingsProgram("one"));
    await bed.run("update");
  });
  after(() => bed.remove());

  async function run(program: string, read: Reader): Promise<{ result: string; code: number | null }> {
    bed.program(program);
    const file = join(bed.folder, "result");
    const child = spawn(process.execPath, [...withTypeScript, script, bed.folder, file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    read(child);
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    return { result: existsSync(file) ? readFileSync(file, "utf8") : "", code };
  }

  it("must end well if nobody reads what its program prints any more", async () => {
    const program = `${thingsProgram("one", "two")}
      for (let line = 0; line < 5000; line++) console.log("x".repeat(100));
      exports.late = exports.two.apply(() => console.log("late"));`;
    const { result } = await run(program, ({ stdout }) => stdout?.destroy());
    assert.equal(result, "succeeded ");
    assert.deepEqual(bed.names(), ["one", "two"]);
    assert.deepEqual(bed.locks(), []);
  });

  it("must end well if its program prints 100 MB", async () => {
    let bytes = 0;
    const program = `${thingsProgram("one", "three")}
      for (let line = 0; line < 100; line++) console.log("x".repeat(1_000_000));`;
    const { result } = await run(program, ({ stdout }) => {
      stdout?.on("data", (chunk: Buffer) => (bytes += chunk.length));
    });
    assert.equal(result, "succeeded ");
    assert.ok(bytes >= 100_000_000, `${bytes} bytes`);
    assert.deepEqual(bed.names(), ["one", "three"]);
  });

  it("must end well if its program prints 100 MB in a process of its own, a fifth of it as one line", async () => {
    bed.program(`${thingsProgram("one", "four")}
      for (let line = 0; line < 80; line++) console.log("x".repeat(1_000_000));
      process.stdout.write("y".repeat(20_000_000));`);
    let bytes = 0;
    const { outcome } = await bed.run("update", {
      program: "child",
      onEvent: ({ diagnosticEvent }) => (bytes += diagnosticEvent?.message.length ?? 0),
    });
    assert.equal(outcome, "succeeded");
    assert.ok(bytes >= 100_000_000, `${bytes} bytes`);
    assert.deepEqual(bed.names(), ["one", "four"]);
  });

  it("must take from a program in a process of its own more than gRPC's own limit for messages", async () => {
    bed.program(`${thingsProgram("one")}
      exports.size = new Thing("large", { value: "x".repeat(5_000_000) }).value.apply((value) => value.length);`);
    const { outcome, outputs } = await bed.run("update", { program: "child" });
    assert.deepEqual([outcome, outputs["size"]], ["succeeded", 5_000_000]);
  });

  it("must say what its program keeps open in a process of its own, and end when that is closed", async () => {
    const file = join(bed.folder, "close");
    bed.program(`${thingsProgram("one", "five")}
      const server = require("node:http").createServer().listen(0);
      const timer = setInterval(() => {
        if (!require("node:fs").existsSync(${JSON.stringify(file)})) return;
        clearInterval(timer);
        server.close();
      }, 50);`);
    const warnings: string[] = [];
    const { outcome } = await bed.run("update", {
      program: "child",
      onEvent: ({ diagnosticEvent }) => {
        if (!diagnosticEvent?.message.includes("goes on since")) return;
        warnings.push(diagnosticEvent.message);
        writeFileSync(file, "");
      },
    });
    assert.equal(outcome, "succeeded");
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /goes on since it has a server that listens and a timer open\./);
    assert.deepEqual(bed.names(), ["one", "five"]);
  });

  it("must delete nothing, and leave no lock, if its program ends the process", async () => {
    const before = bed.names();
    const { result } = await run("process.exit(0);", ({ stdout }) => stdout?.resume());
    assert.match(result, /^failed .*called process\.exit\(0\)/);
    assert.deepEqual(bed.names(), before);
    assert.deepEqual(bed.locks(), []);
  });

  it("must end by itself after its program has failed with a server open", async () => {
    const program = `require("node:http").createServer().listen(0); throw new Error("on purpose");`;
    const { result, code } = await run(program, ({ stdout }) => stdout?.resume());
    assert.match(result, /^failed ProgramError: Error: on purpose/);
    assert.equal(code, 0);
  });
});
