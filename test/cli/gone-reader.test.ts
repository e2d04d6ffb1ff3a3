import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { PassThrough, Writable } from "node:stream";
import { run } from "../../cli/moorage";
import { rootStackType } from "../../engine/urn";
import { resourceState } from "../../engine/state";
import { providerRecord, TestProject } from "./project";

/** A pipe whose other end is closed, as `head` leaves it. */
function closedPipe(): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
  });
}

/** A file on a disk that is full. */
function fullDisk(): Writable {
  const error = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  return new Writable({ autoDestroy: false, write: (_chunk, _encoding, done) => done(error) });
}

describe("a command whose output nobody reads any more", () => {
  let project: TestProject;
  before(async () => {
    project = await TestProject.create();
    const outputs = { url: "http://192.0.2.1" };
    const urn = `urn:pulumi:dev::shop::${rootStackType}::shop-dev`;
    await project.stack("dev", [
      resourceState({ urn, type: rootStackType, custom: false, outputs }),
      providerRecord({}),
    ]);
    await project.recordUpdate("dev", { key: "1", kind: "update", message: "first" });
  });
  after(() => project.remove());

  const words = [
    "--help",
    "up --help",
    "stack",
    "stack --show-urns",
    "stack ls",
    "stack ls --json",
    "stack history",
    "stack history --json",
    "stack output",
    "stack output url",
    "stack output --json",
    "stack export",
    "stack tag ls",
    "config",
    "config ls --json",
    "config get key",
    "ps",
    "ps --json",
    "logs",
    "orphans",
    "completion bash",
  ];
  for (const line of words) {
    it(`must end in peace: ${line}`, async () => {
      const stdout = closedPipe();
      const stderr = new PassThrough();
      let said = "";
      stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const signals = new EventEmitter();
      const { env, folder } = project;
      if (line === "config get key") {
        const set = ["config", "set", "key", "1", "-s", "dev", "-C", folder];
        const terminal = { stdin: new PassThrough(), stdout: new PassThrough(), stderr, env };
        await run(set, { ...terminal, on: () => undefined, off: () => undefined });
      }
      const stack = /help|completion|^stack ls/.test(line) ? [] : ["-s", "dev"];
      const place = /help|completion/.test(line) ? [] : ["-C", folder];
      const code = await run([...line.split(" "), ...stack, ...place], {
        stdin: new PassThrough(),
        stdout,
        stderr,
        env,
        on: (signal: string, listener: () => void) => signals.on(signal, listener),
        off: (signal: string, listener: () => void) => signals.off(signal, listener),
      });
      await new Promise(setImmediate);
      assert.deepEqual(
        [code, said.replace(/(There are no containers|Nothing on these hosts).*\n/, "")],
        [0, ""],
      );
    });
  }

  it("must come to its end and say so where the output's disk is full", async () => {
    const stderr = new PassThrough();
    const { env, folder } = project;
    const code = await run(["stack", "ls", "-C", folder], {
      stdin: new PassThrough(),
      stdout: fullDisk(),
      stderr,
      env,
      on: () => undefined,
      off: () => undefined,
    });
    assert.equal(code, 1);
    assert.match(String(stderr.read()), /^error: not all of the output could be written: ENOSPC/);
  });
});
