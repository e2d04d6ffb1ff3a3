import type { handleUnaryCall } from "@grpc/grpc-js";
import { message, readText } from "./messages";
import type { SessionMethod } from "./method";

/** The login to a registry of base images. */
export interface RegistryLogin {
  /** `registry.example.com:5000`; `docker.io` is Docker Hub. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

/** Where the engine asks for Docker Hub's images. */
const HUB_HOSTS = ["registry-1.docker.io", "index.docker.io"];

/**
 * Answers with the logins of registries. The methods that would fetch tokens here are left out: the engine then fetches
 * them itself, as it reaches registries that this machine may not.
 */
export function registriesMethod(logins: readonly RegistryLogin[]): SessionMethod {
  const answer: handleUnaryCall<Buffer, Buffer> = ({ request }, respond) => {
    const host = readText(request);
    const address = HUB_HOSTS.includes(host) ? "docker.io" : host;
    const login = logins.find((each) => each.address === address);
    // Empty, it stands for no login.
    respond(null, login === undefined ? message() : message(login.username, login.password));
  };
  return { path: "/moby.filesync.v1.Auth/Credentials", answer };
}
