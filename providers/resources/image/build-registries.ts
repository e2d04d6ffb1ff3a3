import { BuildError } from "../../builds/build-error";
import type { RegistryLogin } from "../../builds/session/registries";
import { pullFailure } from "../../docker/pull-error";
import type { Value } from "../bag";
import { isRecord } from "../child-inputs";
import type { CheckFailure, ProviderConfig } from "../lifecycle";
import { type KnownRegistry, loginRefusal, registryLogin } from "../registry-login";

/** The logins to the registries of base images; one that wants none is left out. Throws CredentialError. */
export function baseLogins(
  registries: readonly KnownRegistry[],
  credentials: ProviderConfig["credentials"],
): RegistryLogin[] {
  return registries.flatMap((registry, index) => {
    const login = registryLogin(registry, credentials, `${propertyOf(index)}.`);
    return login === undefined ? [] : [{ address: registry.address, ...login }];
  });
}

/** A failed build because of a registry that refused its login: then that is what is wrong. */
export function withBaseRegistry(
  error: unknown,
  host: string,
  registries: readonly KnownRegistry[] = [],
): unknown {
  if (!(error instanceof BuildError) || pullFailure(error.reason) !== "denied") return error;
  // Of a token that was refused, only the step says for which registry it was.
  const told = `${error.step?.instruction ?? ""} ${error.reason}`;
  const index = registries.findIndex(({ address }) => told.includes(`${address}/`));
  const registry = registries[index];
  if (registry === undefined) return error;
  const refused = `The registry ${registry.address} of \`build.registries\` refuses ${host} a base image (${error.reason})`;
  return loginRefusal(registry, refused, { property: propertyOf(index), cause: error });
}

/** An address has one login. */
export function baseRegistryFailures(registries: Value | undefined): CheckFailure[] {
  if (!Array.isArray(registries)) return [];
  const addresses = registries.map((each: Value) => (isRecord(each) ? each["address"] : undefined));
  return addresses.flatMap((address, index) =>
    typeof address === "string" && addresses.indexOf(address) < index
      ? [
          {
            path: ["build", "registries", index, "address"],
            reason: `is ${address} again: leave one of them out`,
          },
        ]
      : [],
  );
}

function propertyOf(index: number): string {
  return `build.registries[${index}]`;
}
