import type { JumpHost } from "../../sdk/link";
import type { Credential } from "../../sdk/provider";
import type { Authentication, ConnectionTarget } from "../ssh/target";
import { hasUnknown, type Value } from "./bag";
import { CredentialError } from "./host-errors";
import type { HostAddress, ProviderConfig } from "./lifecycle";
import type { Known } from "./lowered";

type Credentials = ProviderConfig["credentials"];

/** What to dial for a host, and whom to be there. Throws CredentialError where its credential is not there. */
export function connectionTarget(
  address: HostAddress,
  credentials: Credentials,
  label?: string,
): ConnectionTarget {
  const credential = credentialOf(address.credential, credentials);
  return {
    address: address.address ?? "",
    port: address.port,
    user: address.user ?? "root",
    label,
    hostKeys: address.hostKeys,
    hostKeyPolicy: address.hostKeyPolicy,
    jumpHosts: address.jumpHosts?.map((jump) => jumpTarget(jump, credentials)),
    auth: inlineAuthentication(address) ?? authentication(credential),
    sudoPassword: address.sudoPassword ?? credential?.sudoPassword,
  };
}

function jumpTarget(jump: JumpHost, credentials: Credentials): ConnectionTarget {
  const { address, port, user, hostKeys } = jump;
  return { address, port, user, hostKeys, auth: authentication(credentialOf(jump.credential, credentials)) };
}

function inlineAuthentication({ privateKey, passphrase, password }: HostAddress): Authentication | undefined {
  if (privateKey === undefined && password === undefined) return undefined;
  return { privateKey, passphrase, password };
}

function authentication(credential: Known<Credential> | undefined): Authentication | undefined {
  if (credential === undefined) return undefined;
  const { privateKey, privateKeyFile, passphrase, password } = credential;
  const hasOther = privateKey !== undefined || privateKeyFile !== undefined || password !== undefined;
  return { privateKey, privateKeyFile, passphrase, password, agent: credential.agent ?? !hasOther };
}

function credentialOf(name: string | undefined, credentials: Credentials): Known<Credential> | undefined {
  if (name === undefined) return undefined;
  const credential = Object.hasOwn(credentials, name) ? credentials[name] : undefined;
  if (credential === undefined)
    throw new CredentialError(unknownCredential(name, credentials), { property: "connection.credential" });
  if (hasUnknown(credential as Value)) {
    throw new CredentialError(`The credential "${name}" is not known yet.`, {
      property: "connection.credential",
    });
  }
  return credential;
}

/** Says which credentials there are instead. */
export function unknownCredential(
  name: string,
  credentials: Credentials,
  property = "connection.credential",
): string {
  const names = Object.keys(credentials).map((known) => `"${known}"`);
  const known = names.length === 0 ? "none is configured" : `there are ${names.join(", ")}`;
  return `There is no credential "${name}" in moorage:credentials; ${known}. Add it there, or name another in ${property}.`;
}
