import * as pulumi from "@pulumi/pulumi";
import type { EngineInfo } from "../host";
import type { HostLink, JumpHost } from "../link";

/** What Docker's command line, and with it `@pulumi/docker`, needs to reach an engine. */
export interface EngineAddress {
  /** The `DOCKER_HOST`. */
  readonly host: string;
  /** Options of `ssh`. */
  readonly sshOpts: string[];
}

const DEFAULT_SOCKET = "/var/run/docker.sock";

/** What a credential, or the link itself, may hold that `ssh` would have to ask for. */
const SECRETS = ["privateKey", "passphrase", "password"] as const;

/**
 * How to reach a host's engine by `ssh`.
 * @param name the host's, for errors
 * @param credentials the entries of `moorage:credentials`, by name
 * @throws RunError on what `ssh` can't be told without asking, or can't do
 */
export function engineAddress(
  name: string,
  link: HostLink,
  access: EngineInfo["socketAccess"],
  credentials: Readonly<Record<string, unknown>>,
): EngineAddress {
  const socket = link.socketPath ?? DEFAULT_SOCKET;
  if (link.local === true) return { host: `unix://${socket}`, sshOpts: [] };

  refuseSecrets(name, "its connection", link);
  if (access === "dial-stdio-sudo") {
    throw refusal(
      name,
      `${link.user} needs sudo for the engine; log in as root, or as a member of group docker`,
    );
  }
  const path = socket === DEFAULT_SOCKET ? "" : socket;
  return {
    host: `ssh://${login(link)}${path}`,
    sshOpts: [
      ...option("BatchMode", "yes"),
      ...keyFile(name, link, credentials),
      ...hostKeys(link.hostKeys ?? []),
      ...jumps(name, link.jumpHosts ?? []),
    ],
  };
}

function keyFile(
  name: string,
  { credential }: HostLink,
  credentials: Readonly<Record<string, unknown>>,
): string[] {
  if (credential === undefined) return [];
  const entry = credentials[credential];
  if (typeof entry !== "object" || entry === null) {
    throw refusal(name, `moorage:credentials has no ${credential}, which it is to use`);
  }
  refuseSecrets(name, `credentials.${credential}`, entry);
  const { privateKeyFile } = entry as { privateKeyFile?: unknown };
  if (typeof privateKeyFile !== "string") return [];
  return ["-i", privateKeyFile, ...option("IdentitiesOnly", "yes")];
}

/** The keys that Moorage knows, and no others; said by a command, since there is no file for them. */
function hostKeys(keys: readonly string[]): string[] {
  if (keys.length === 0) return [];
  const lines = keys.map((key) => `"%H ${key.replaceAll("%", "%%").replaceAll('"', "")}"`);
  return [
    ...option("StrictHostKeyChecking", "yes"),
    ...option("UserKnownHostsFile", "/dev/null"),
    ...option("GlobalKnownHostsFile", "/dev/null"),
    ...option("KnownHostsCommand", `/usr/bin/printf %%s\\\\n ${lines.join(" ")}`),
  ];
}

/** `ssh` takes no options for the hosts on its way. */
function jumps(name: string, hosts: readonly JumpHost[]): string[] {
  if (hosts.length === 0) return [];
  const named = hosts.find(({ credential }) => credential !== undefined);
  if (named !== undefined) {
    throw refusal(
      name,
      `its jump host ${named.address} has the credential ${named.credential}, and ssh takes only the agent and ` +
        "the default key files there; name the key file in ~/.ssh/config and leave the credential away",
    );
  }
  return option("ProxyJump", hosts.map(login).join(","));
}

function refuseSecrets(name: string, place: string, holder: object): void {
  const found = SECRETS.find((secret) => (holder as Record<string, unknown>)[secret] !== undefined);
  if (found === undefined) return;
  throw refusal(
    name,
    `${place} has ${found}, and ssh would have to be asked for it; use privateKeyFile without a passphrase, or the agent`,
  );
}

function login({ user, address = "", port }: Pick<HostLink, "user" | "address" | "port">): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return `${user === undefined ? "" : `${encodeURIComponent(user)}@`}${host}${port === undefined ? "" : `:${port}`}`;
}

function option(name: string, value: string): string[] {
  return ["-o", `${name}=${value}`];
}

function refusal(name: string, reason: string): pulumi.RunError {
  return new pulumi.RunError(`dockerProvider for ${name}: ${reason}.`);
}
