import type { BuildSshArgs } from "../../../sdk/image";
import { UserError } from "../../errors";
import type { Hosts } from "../lifecycle";
import type { Lowered } from "../lowered";

/** The sockets of the agents that a build's steps may mount, by id. Throws UserError where there is no agent. */
export function agentSockets(
  ssh: Readonly<Record<string, Lowered<BuildSshArgs>>>,
  hosts: Hosts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ssh).map(([id, { agentSocket }]) => {
      const socket = agentSocket ?? hosts.agentSocket();
      if (socket !== undefined) return [id, socket];
      throw new UserError(
        `The build wants an SSH agent for ${id}, but there is none (SSH_AUTH_SOCK is not set). Start one, or name its socket in \`build.ssh.${id}.agentSocket\`.`,
        { property: `build.ssh.${id}` },
      );
    }),
  );
}
