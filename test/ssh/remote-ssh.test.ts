import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { CommandError } from "../../providers/ssh/command-error";
import { shell } from "../../providers/ssh/command";
import { ConnectionLostError, NoShellError } from "../../providers/ssh/errors";
import { SshRemote } from "../../providers/ssh/remote-ssh";
import { waitFor } from "../support/setup/wait-for";
import { SshServer, type SshServerOptions } from "./ssh-server";

describe("a machine behind SSH", () => {
  let ssh: SshServer;
  let remote: SshRemote;
  const start = async (options: SshServerOptions = {}): Promise<void> => {
    ssh = await SshServer.start(options);
    remote = new SshRemote(await ssh.pool().open(ssh.target({ label: "web-1" })));
  };
  afterEach(() => ssh.stop());

  describe("that runs commands", () => {
    beforeEach(() => start());

    it("must return exit code, stdout and stderr as they were written", async () => {
      const result = await remote.run(shell("echo out; echo err >&2; exit 3"), { allowFailure: true });
      assert.deepEqual(result, { exitCode: 3, stdout: "out\n", stderr: "err\n" });
    });

    it("must reject a failure with host, exit code and the last of stderr, but no argument and no input", async () => {
      const script = shell(
        "cat >/dev/null; for i in 1 2 3 4 5 6 7; do echo line $i >&2; done; exit 9",
        "counting",
      );
      await assert.rejects(remote.run(script, { stdin: "s3cret" }), (error: CommandError) => {
        assert.ok(error instanceof CommandError);
        assert.match(
          error.message,
          /^counting on web-1 \(deploy@127.0.0.1:\d+\) failed with exit code 9: line 3\n/,
        );
        assert.deepEqual([error.exitCode, error.timedOut], [9, false]);
        assert.ok(!error.message.includes("s3cret"));
        return true;
      });
      await assert.rejects(remote.run(["ls", "/no/s3cret"]), { message: /^ls on/ });
    });

    it("must pass text, bytes and streams on as input, and an end where there is none", async () => {
      const big = Buffer.alloc(5_000_000, "x");
      assert.equal((await remote.run(["cat"], { stdin: "text" })).stdout, "text");
      assert.equal((await remote.run(["wc", "-c"], { stdin: big })).stdout.trim(), "5000000");
      assert.equal(
        (await remote.run(["wc", "-c"], { stdin: Readable.from([big, big]) })).stdout.trim(),
        "10000000",
      );
      assert.equal((await remote.run(["cat"])).stdout, "");
    });

    it("must not wait for an input that the command does not read", async () => {
      const endless = new Readable({ read: () => undefined });
      await remote.run(["true"], { stdin: endless });
      assert.equal(endless.destroyed, true);
    });

    it("must end the command when its input fails", async () => {
      const failing = new Readable({ read: () => undefined });
      const running = remote.run(["cat"], { stdin: failing });
      setImmediate(() => failing.destroy(new Error("disk is gone")));
      await assert.rejects(running, /disk is gone/);
    });

    it("must report lines as they come, the unfinished last one too", async () => {
      const lines: string[] = [];
      await remote.run(shell("printf 'a\\nb\\nü'; echo e >&2"), {
        onLine: (line, source) => lines.push(`${source} ${line}`),
      });
      assert.deepEqual(lines.sort(), ["stderr e", "stdout a", "stdout b", "stdout ü"]);
    });

    it("must end a command whose time is over", async () => {
      await assert.rejects(remote.run(["sleep", "30"], { timeoutSeconds: 0.2 }), (error: CommandError) => {
        assert.equal(error.timedOut, true);
        assert.match(error.message, /^sleep on .* was ended because its time ran out$/);
        return true;
      });
    });

    it("must end a command that writes too much, and keep what it may", async () => {
      await assert.rejects(remote.run(["yes"], { maxOutputBytes: 1000 }), (error: CommandError) => {
        assert.match(error.message, /wrote more than it may/);
        assert.equal(error.stdout.length, 1000);
        return true;
      });
    });

    it("must end a cancelled command on the machine, with what it has started", async () => {
      const controller = new AbortController();
      const marker = join(ssh.home, "pid");
      const running = remote.run(shell(`sh -c 'echo $$ >${marker}; echo on; exec sleep 30'; true`), {
        signal: controller.signal,
        onLine: () => controller.abort(),
      });
      await assert.rejects(running, { name: "CancelledError" });
      const pid = Number(readFileSync(marker, "utf8"));
      await waitFor("the process to be gone", () => Promise.resolve(isAlive(pid) ? undefined : true));
    });

    it("must not start what is cancelled before", async () => {
      await assert.rejects(remote.run(["true"], { signal: AbortSignal.abort() }), { name: "CancelledError" });
      assert.deepEqual(ssh.commands, []);
    });

    it("must say by which signal a command died", async () => {
      await assert.rejects(remote.run(shell("kill -KILL $$")), (error: CommandError) => {
        assert.deepEqual([error.exitCode, error.signal], [undefined, "SIGKILL"]);
        return true;
      });
    });

    it("must hand over the streams of a command", async () => {
      const process = await remote.stream(shell("cat; echo done >&2; exit 4"));
      process.stream.end("through");
      const [stdout, stderr] = await Promise.all([text(process.stream), text(process.stderr)]);
      assert.deepEqual([stdout, stderr], ["through", "done\n"]);
      assert.deepEqual(await process.exited, { exitCode: 4, signal: undefined });
    });

    it("must fail a stream whose connection breaks, instead of ending it", async () => {
      const process = await remote.stream(shell("echo first; sleep 30"));
      process.stream.once("data", () => ssh.cut());
      await assert.rejects(text(process.stream), ConnectionLostError);
      await assert.rejects(process.exited, ConnectionLostError);
    });

    it("must run at most eight commands at once, in the order of asking", async () => {
      const order: number[] = [];
      await Promise.all(
        Array.from({ length: 30 }, (_, index) => remote.run(["echo", "x"]).then(() => order.push(index))),
      );
      assert.equal(order.length, 30);
      assert.equal(ssh.peakSessions, 8);
    });
  });

  describe("that takes files", () => {
    beforeEach(() => start());

    it("must have content and mode, also without permission to write, and nothing left beside it", async () => {
      const folder = join(ssh.home, "it's a folder");
      mkdirSync(folder);
      const path = join(folder, "file");
      await remote.upload(path, "old", { mode: 0o600 });
      await remote.upload(path, Buffer.from([0, 255, 10]), { mode: 0o440 });
      assert.deepEqual([...readFileSync(path)], [0, 255, 10]);
      assert.equal(statSync(path).mode & 0o777, 0o440);
      assert.deepEqual(readdirSync(folder), ["file"]);
    });

    it("must keep the old file when the new one is cut short", async () => {
      const path = join(ssh.home, "file");
      writeFileSync(path, "old");
      const unfinished = (): string | undefined =>
        readdirSync(ssh.home).find((name) => name.startsWith(".moorage-"));
      const uploading = remote.upload(path, Buffer.alloc(50_000_000), { mode: 0o600 });
      await waitFor("the upload to begin", () => Promise.resolve(unfinished()));
      ssh.cut();
      await assert.rejects(uploading, ConnectionLostError);
      await waitFor("it to be cleaned up", () =>
        Promise.resolve(unfinished() === undefined ? true : undefined),
      );
      assert.equal(readFileSync(path, "utf8"), "old");
    });

    it("must fail for a folder that is not there", async () => {
      await assert.rejects(
        remote.upload("/no/folder/file", "x", { mode: 0o600 }),
        /^CommandError: writing \/no/,
      );
    });
  });

  it("must make do with fewer sessions than a stock sshd allows", async () => {
    await start({ maxSessions: 2 });
    const results = await Promise.all(Array.from({ length: 10 }, () => remote.run(["echo", "x"])));
    assert.equal(results.length, 10);
    assert.equal(ssh.peakSessions, 2);
  });

  it("must name a login shell that runs no commands", async () => {
    await start({
      exec: (_line, channel) => {
        channel.stderr.write("This account is currently not available.\n");
        channel.exit(1);
        channel.end();
      },
    });
    await assert.rejects(remote.run(["true"]), (error: Error) => {
      assert.ok(error instanceof NoShellError);
      assert.match(error.message, /runs no commands: This account is currently not available/);
      return true;
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
