import type { RegistryLink } from "../../sdk/link";
import { unknownCredential } from "./connection-target";
import { CredentialError } from "./host-errors";
import type { ProviderConfig } from "./lifecycle";
import type { Known } from "./lowered";

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** A registry as a resource carries it, all of it known. */
export type KnownRegistry = Known<RegistryLink>;

/**
 * The login to a registry; undefined where none is given. Looked up anew for each operation, so that a password that was
 * changed in the configuration is used at once. Throws CredentialError where the credential is not there, or no login.
 * @param at the property with the registry, ending in a full stop, for errors: `registry.`
 */
export function registryLogin(
  { credential, username, password }: KnownRegistry,
  credentials: ProviderConfig["credentials"],
  at = "",
): RegistryLogin | undefined {
  if (credential === undefined) {
    return username === undefined || password === undefined ? undefined : { username, password };
  }
  const property = `${at}credential`;
  const found = Object.hasOwn(credentials, credential) ? credentials[credential] : undefined;
  if (found === undefined)
    throw new CredentialError(unknownCredential(credential, credentials, property), { property });
  const login = { username: found.username, password: found.password };
  // While it is not known yet, a value is not a string.
  const missing = Object.entries(login).flatMap(([key, value]) => (typeof value === "string" ? [] : [key]));
  if (missing.length > 0) {
    throw new CredentialError(
      `The credential "${credential}" has no ${missing.join(" and no ")}, which a registry wants. ` +
        `Add it to moorage:credentials.${credential}, or name another in ${property}.`,
      { property },
    );
  }
  return login as RegistryLogin;
}

/** Where the login of a registry is to be put right. */
export function loginProperty({ credential }: KnownRegistry): string {
  return credential === undefined ? "password" : `moorage:credentials.${credential}`;
}
