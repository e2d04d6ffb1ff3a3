import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export interface Written {
  /** As the user named it. */
  readonly folder: string;
  readonly files: readonly string[];
  /** The machine's; undefined for a sandbox. */
  readonly address: string | undefined;
}

/** What the user reads after a project was written: what is there, what is missing on this machine, what to type. */
export function nextSteps({ folder, files, address }: Written): string {
  const enter = folder === "." ? [] : [`cd ${quoted(folder)}`];
  const commands = [
    ...enter,
    "npm install",
    "export PULUMI_CONFIG_PASSPHRASE='choose one'   # encrypts the state",
    "npx moorage stack init dev                     # its state stays on this machine",
    "npx moorage up",
    `curl http://${address?.includes(":") === true ? `[${address}]` : (address ?? "127.0.0.1")}:8080/`,
  ];
  return [
    `Wrote ${files.join(", ")}.`,
    ...missing(address !== undefined).map((hint) => `\nNote: ${hint}`),
    "\nWhat to type next:",
    ...commands.map((command) => `  ${command}`),
    "",
  ].join("\n");
}

function missing(isMachine: boolean): string[] {
  const { SSH_AUTH_SOCK: agent = "" } = process.env;
  const keys = ["id_ed25519", "id_ecdsa", "id_rsa"].map((file) => join(homedir(), ".ssh", file));
  if (!isMachine || agent !== "" || keys.some((key) => existsSync(key))) return [];
  return [
    "there is no SSH agent and none of the default keys in ~/.ssh. Name yours in index.ts by\n" +
      '`credential: "web-1"` beside the address, and before `npx moorage up`:\n' +
      "  npx moorage config set --path 'moorage:credentials.web-1.privateKeyFile' PATH",
  ];
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
