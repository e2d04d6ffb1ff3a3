import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** What the user reads after a project was written: what is there, what is missing on this machine, what to type. */
export function nextSteps({ folder, files }: { folder: string; files: readonly string[] }): string {
  const enter = folder === "." ? [] : [`cd ${quoted(folder)}`];
  const commands = [
    ...enter,
    "npm install",
    "export PULUMI_CONFIG_PASSPHRASE='choose one'   # encrypts the state",
    "export PULUMI_RUN_PROGRAM=true                 # refresh and destroy use today's configuration",
    "pulumi login --local                           # the state stays on this machine",
    "pulumi stack init dev",
    "pulumi up",
  ];
  return [
    `Wrote ${files.join(", ")}.`,
    ...missing().map((hint) => `\nNote: ${hint}`),
    "\nWhat to type next:",
    ...commands.map((command) => `  ${command}`),
    "",
  ].join("\n");
}

function missing(): string[] {
  const { PATH: path = "", SSH_AUTH_SOCK: agent = "" } = process.env;
  const hasPulumi = path
    .split(delimiter)
    .some((folder) => ["pulumi", "pulumi.exe"].some((file) => existsSync(join(folder, file))));
  const keys = ["id_ed25519", "id_ecdsa", "id_rsa"].map((file) => join(homedir(), ".ssh", file));
  const hasKey = agent !== "" || keys.some((key) => existsSync(key));
  return [
    ...(hasPulumi
      ? []
      : ["there is no pulumi on PATH; https://www.pulumi.com/docs/install/ says how to get it."]),
    ...(hasKey
      ? []
      : [
          "there is no SSH agent and none of the default keys in ~/.ssh. Name yours in index.ts by\n" +
            '`credential: "web-1"` beside the address, and before `pulumi up`:\n' +
            "  pulumi config set --path 'moorage:credentials.web-1.privateKeyFile' PATH",
        ]),
  ];
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
