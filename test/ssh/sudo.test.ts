import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shell } from "../../providers/ssh/command";
import { SudoError } from "../../providers/ssh/command-error";
import { SshRemote } from "../../providers/ssh/remote-ssh";
import { SshServer } from "./ssh-server";

/** A sudo that asks as the real one does: on stderr, reading a line from stdin, three times at most. */
const ASKING = `#!/bin/sh
prompt=; n=
while [ "$1" != -- ]; do case $1 in -p) prompt=$2; shift;; -n) n=1;; esac; shift; done; shift
if [ -n "$n" ]; then echo "sudo: a password is required" >&2; exit 1; fi
echo "We trust you have received the usual lecture." >&2
for try in 1 2 3; do
  printf %s "$prompt" >&2
  read -r password || { echo "sudo: no password was provided" >&2; exit 1; }
  if [ "$password" = right ]; then exec "$@"; fi
  echo "Sorry, try again." >&2
done
exit 1
`;
const FREE = `#!/bin/sh
while [ "$1" != -- ]; do shift; done; shift
exec "$@"
`;

describe("sudo", () => {
  let ssh: SshServer;
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "moorage-sudo-"))));
  afterEach(async () => {
    await ssh.stop();
    rmSync(folder, { recursive: true });
  });

  const remoteWith = async (
    sudo: string | undefined,
    password?: string,
    user = "deploy",
  ): Promise<SshRemote> => {
    if (sudo !== undefined) {
      writeFileSync(join(folder, "sudo"), sudo);
      chmodSync(join(folder, "sudo"), 0o755);
    }
    ssh = await SshServer.start({ path: folder });
    return new SshRemote(await ssh.pool().open(ssh.target({ user })), password);
  };
  const fails = async (remote: SshRemote, reason: string, words: RegExp): Promise<void> => {
    await assert.rejects(remote.run(["true"], { sudo: true }), (error: SudoError) => {
      assert.ok(error instanceof SudoError);
      assert.equal(error.reason, reason);
      assert.match(error.message, words);
      assert.match(error.message, /deploy@127\.0\.0\.1/);
      return true;
    });
  };

  it("must get the password after it has asked, and the command only what is its own", async () => {
    const remote = await remoteWith(ASKING, "right");
    const result = await remote.run(shell("cat; echo err >&2"), { sudo: true, stdin: "input" });
    assert.deepEqual(result, { exitCode: 0, stdout: "input", stderr: "err\n" });
  });

  it("must not get the password when it does not ask", async () => {
    const remote = await remoteWith(FREE, "right");
    const { stdout } = await remote.run(["cat"], { sudo: true, stdin: "input" });
    assert.equal(stdout, "input");
  });

  it("must not get the password for other words than its question", async () => {
    let received = "";
    ssh = await SshServer.start({
      exec: (line, channel) => {
        const marker = /moorage-[0-9a-f]+/.exec(line)?.[0] ?? "";
        channel.on("data", (chunk: Buffer) => (received += chunk.toString()));
        channel.stderr.write("sudo: unable to resolve host web-1\n");
        setTimeout(() => {
          channel.stderr.write(`${marker} 1\n`);
          channel.exit(0);
          channel.end();
        }, 50);
      },
    });
    const remote = new SshRemote(await ssh.pool().open(ssh.target()), "right");
    await remote.run(["true"], { sudo: true });
    assert.equal(received, "");
  });

  it("must not be used by root, nor where it is not asked for", async () => {
    const remote = await remoteWith("#!/bin/sh\nexit 1\n", undefined, "root");
    await remote.run(["true"], { sudo: true });
    const user = new SshRemote(await ssh.pool().open(ssh.target()));
    await user.run(["true"]);
  });

  it("must never have its password in a command line", async () => {
    const remote = await remoteWith(ASKING, "right");
    await remote.run(["true"], { sudo: true });
    assert.ok(ssh.commands.every((line) => !line.includes("right")));
  });

  it("with a wrong password must fail at the second question, naming sudoPassword", async () => {
    const remote = await remoteWith(ASKING, "wrong-secret");
    await fails(remote, "wrong-password", /correct sudoPassword/);
  });

  it("that wants a password must say so when there is none", async () => {
    await fails(await remoteWith(ASKING), "password-needed", /set sudoPassword/);
  });

  it("that is not there must be named", async () => {
    await fails(await remoteWith("#!/nonexistent\n"), "not-installed", /there is no sudo/);
  });

  it("that does not know the user must be told from a wrong password", async () => {
    const refusing = "#!/bin/sh\necho 'deploy is not in the sudoers file.' >&2; exit 1\n";
    await fails(await remoteWith(refusing, "right"), "not-permitted", /may not use sudo/);
  });

  it("with a reason that is not known must pass it on", async () => {
    const odd = "#!/bin/sh\necho 'sudo: /etc/sudoers is owned by uid 1000' >&2; exit 1\n";
    await fails(await remoteWith(odd), "other", /owned by uid 1000/);
  });

  it("must not turn a failure of the command into one of its own", async () => {
    const remote = await remoteWith(ASKING, "right");
    await assert.rejects(remote.run(shell("exit 1"), { sudo: true }), { name: "CommandError" });
  });
});
