import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Terminal } from "../terminal";
import { nextSteps } from "./next-steps";
import { requestOfMoorage } from "./own-package";
import { projectFiles, type Project } from "./project";
import { projectName } from "./project-name";
import { writeNew } from "./write-new";

interface Options {
  readonly address?: string;
  readonly port?: number;
  readonly user?: string;
  readonly sandbox?: true;
}

const examples = `
Examples:
  moorage init my-host --address 203.0.113.10
  moorage init my-host --address vm.example.com --user deploy --port 2222
  moorage init my-host --sandbox`;

/** `moorage init`: writes a project for one host. What it can find out it does not ask. */
export function initCommand(terminal: Pick<Terminal, "stdout">): Command {
  return new Command("init")
    .description("Write a project that deploys a first container. Nothing that is there is overwritten.")
    .argument("[folder]", "where to write it; made where it is missing", ".")
    .option("--address <host>", "DNS name or IP address of a Linux machine that answers SSH", hostAddress)
    .option("--user <name>", "login there: root, or a user who may use sudo (default: root)")
    .option("--port <number>", "TCP port of its sshd (default: 22)", portNumber)
    .addOption(
      new Option("--sandbox", "a throwaway machine in a container of this computer's Docker").conflicts([
        "address",
        "user",
        "port",
      ]),
    )
    .addHelpText("after", examples)
    .action(async (folder: string, { address, sandbox, ...login }: Options, command: Command) => {
      // Not a mandatory option of Commander's, which would speak of it where `--adress` is what is wrong.
      if (address === undefined && sandbox !== true) {
        return command.error("error: either --address or --sandbox must say which host it is for");
      }
      await init(folder, address === undefined ? {} : { host: { address, ...login } }, terminal);
    });
}

async function init(
  argument: string,
  host: Pick<Project, "host">,
  terminal: Pick<Terminal, "stdout">,
): Promise<void> {
  const folder = resolve(argument);
  const files = projectFiles({
    name: projectName(folder),
    moorage: await requestOfMoorage(folder),
    nodeMajor: Number.parseInt(process.versions.node, 10),
    ...host,
  });
  await writeNew(folder, files);
  const address = host.host?.address;
  terminal.stdout.write(nextSteps({ folder: argument, files: Object.keys(files), address }));
}

function hostAddress(value: string): string {
  if (value.includes("@")) throw new InvalidArgumentError("The login belongs in --user.");
  if (value.includes("://")) throw new InvalidArgumentError("An address only, without a scheme.");
  if (/^[^:]*:\d+$/.test(value)) throw new InvalidArgumentError("The port belongs in --port.");
  if (!/^[\w.:-]+$/.test(value)) throw new InvalidArgumentError("Not a DNS name or an IP address.");
  return value;
}

function portNumber(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65535) {
    throw new InvalidArgumentError("A whole number from 1 to 65535.");
  }
  return port;
}
