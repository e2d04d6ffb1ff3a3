import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { findProgram } from "../../test/support/setup/command";
import type { Place } from "./peer";

/** What a program finds that reaches an engine by `ssh://`, and so starts OpenSSH. */
export interface OpenSsh {
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The same past the host's sshd, which takes so many connections at once and no more. */
  readonly pastSshd: Readonly<Record<string, string>>;
}

/**
 * Has `ssh` know the host and its key by a configuration of its own, which stays in that folder: OpenSSH finds the
 * user's by the user's entry in /etc/passwd, whatever the environment says.
 */
export async function openSsh(folder: string, { host, port }: Place): Promise<OpenSsh> {
  const ssh = findProgram("ssh");
  if (ssh === undefined) throw new Error("There is no `ssh`, which Compose and Terraform reach a host by.");
  const [config, knownHosts] = [join(folder, "ssh-config"), join(folder, "known-hosts")];
  const settings = {
    ...{ IdentityFile: host.key.privateKeyPath, IdentitiesOnly: "yes" },
    ...{ UserKnownHostsFile: knownHosts, StrictHostKeyChecking: "yes" },
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}\n`);
  await writeFile(config, lines.join(""));
  await writeFile(knownHosts, host.hostKeys.map((key) => `[${host.address}]:${port} ${key}\n`).join(""));
  await writeScript(join(folder, "bin/ssh"), `exec '${ssh}' -F '${config}' "$@"`);
  // What comes after the name of the host is the command.
  const past = [
    'while [ "$1" != -- ]; do shift; done',
    "shift 2",
    `exec env --unset=DOCKER_HOST --unset=DOCKER_CONFIG docker exec --interactive '${host.name}' "$@"`,
  ];
  await writeScript(join(folder, "past/ssh"), past.join("\n"));
  const first = (name: string) => ({ PATH: [join(folder, name), process.env["PATH"] ?? ""].join(delimiter) });
  const url = `ssh://root@${host.address}:${port}`;
  return { url, environment: first("bin"), pastSshd: first("past") };
}

async function writeScript(path: string, lines: string): Promise<void> {
  await mkdir(dirname(path));
  await writeFile(path, `#!/bin/sh\n${lines}\n`);
  await chmod(path, 0o755);
}
