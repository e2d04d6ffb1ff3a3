/** What proves to a registry who asks. */
export interface RegistryAuth {
  readonly username: string;
  readonly password: string;
  /** The registry, as `docker login` names it. */
  readonly serveraddress?: string;
}

/** Docker Hub's name where logins are kept by registry. */
const HUB = "https://index.docker.io/v1/";

/** The header of a request that has to do with one registry. */
export function registryHeaders(auth: RegistryAuth | undefined): Record<string, string> {
  return auth === undefined ? {} : { "X-Registry-Auth": encode(auth) };
}

/** The header of a build: the logins by the addresses of their registries. */
export function registryConfigHeaders(
  auths: Readonly<Record<string, RegistryAuth>> | undefined,
): Record<string, string> {
  const entries = Object.entries(auths ?? {}).map(([address, auth]) => [
    address === "docker.io" ? HUB : address,
    auth,
  ]);
  return entries.length === 0 ? {} : { "X-Registry-Config": encode(Object.fromEntries(entries)) };
}

/** The engine takes the padding for a part of it: without, it goes on as if nothing had been said, not with an error. */
function encode(value: object): string {
  const text = Buffer.from(JSON.stringify(value)).toString("base64");
  return text.replaceAll("+", "-").replaceAll("/", "_");
}
