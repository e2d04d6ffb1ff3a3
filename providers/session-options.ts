import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SessionOptions } from "./grpc/session";
import { lifecycles } from "./resources";
import { functions } from "./resources/functions";
import { ProcessHosts } from "./resources/hosts";
import type { PackageSpec } from "./schema/package-spec";
import { SshPool } from "./ssh/pool";

/** The whole of Moorage, with what it takes from an environment. */
export function sessionOptions(environment: Readonly<Record<string, string | undefined>>): SessionOptions {
  const schema = JSON.parse(readFileSync(join(__dirname, "schema.json"), "utf8")) as PackageSpec;
  const surroundings = {
    home: environment["HOME"],
    agentSocket: environment["SSH_AUTH_SOCK"],
    dockerHost: environment["DOCKER_HOST"],
  };
  return {
    version: String(schema["version"]),
    schema,
    lifecycles,
    functions,
    openHosts: (config) => new ProcessHosts(config, new SshPool(surroundings), surroundings),
    credentialsFile: environment["MOORAGE_CREDENTIALS_FILE"],
  };
}
