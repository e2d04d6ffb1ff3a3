import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findProgram } from "../../test/support/setup/command";
import type { Place } from "./peer";

/** What a program finds that reaches an engine by `ssh://`, and so starts OpenSSH. */
export interface OpenSsh {
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Has `ssh` know the host and its key by a configuration of its own, which stays in that folder: OpenSSH finds the
 * user's by the user's entry in /etc/passwd, whatever the environment says.
 */
export async function openSsh(folder: string, { host, port }: Place): Promise<OpenSsh> {
  const ssh = findProgram("ssh");
  if (ssh === undefined) throw new Error("There is no `ssh`, which Compose and Terraform reach a host by.");
  const bin = join(folder, "bin");
  const [config, knownHosts] = [join(folder, "ssh-config"), join(folder, "known-hosts")];
  const settings = {
    ...{ IdentityFile: host.key.privateKeyPath, IdentitiesOnly: "yes" },
    ...{ UserKnownHostsFile: knownHosts, StrictHostKeyChecking: "yes" },
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}\n`);
  await writeFile(config, lines.join(""));
  await writeFile(knownHosts, host.hostKeys.map((key) => `[${host.address}]:${port} ${key}\n`).join(""));
  await mkdir(bin);
  await writeFile(join(bin, "ssh"), `#!/bin/sh\nexec '${ssh}' -F '${config}' "$@"\n`);
  await chmod(join(bin, "ssh"), 0o755);
  return {
    url: `ssh://root@${host.address}:${port}`,
    environment: { PATH: [bin, process.env["PATH"] ?? ""].join(delimiter) },
  };
}
