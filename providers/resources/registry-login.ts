import type { RegistryLink } from "../../sdk/link";
import { RegistryError } from "../registry/errors";
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

/**
 * A registry that refuses something for want of a login, or in spite of it: what to put right.
 * @param refused e.g. `The registry 192.0.2.7:5000 refuses web-1 the image app:1 (denied)`
 */
export function loginRefusal(
  registry: KnownRegistry,
  refused: string,
  options: { readonly property: string; readonly cause: unknown },
): RegistryError {
  const isAnonymous = registry.credential === undefined && registry.username === undefined;
  const advice = isAnonymous
    ? "Give it a login, e.g. by credential."
    : `Check the login of ${loginProperty(registry)}, and what it may do there.`;
  const failure = isAnonymous ? "login-wanted" : "login-refused";
  return new RegistryError(registry.address, failure, `${refused}. ${advice}`, options);
}

/** Where the login of a registry is to be put right. */
export function loginProperty({ credential }: KnownRegistry): string {
  return credential === undefined ? "password" : `moorage:credentials.${credential}`;
}
