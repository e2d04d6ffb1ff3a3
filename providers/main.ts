#!/usr/bin/env node
/** The plugin's entry: `pulumi-resource-moorage [engine's address]`. The only reader of the environment. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engineAddressOf, runPlugin } from "./grpc/plugin-process";
import { lifecycles } from "./resources";
import { functions } from "./resources/functions";
import { ProcessHosts } from "./resources/hosts";
import type { PackageSpec } from "./schema/package-spec";
import { SshPool } from "./ssh/pool";

const schema = JSON.parse(readFileSync(join(__dirname, "schema.json"), "utf8")) as PackageSpec;
const environment = {
  home: process.env["HOME"],
  agentSocket: process.env["SSH_AUTH_SOCK"],
  dockerHost: process.env["DOCKER_HOST"],
};

void runPlugin({
  version: String(schema["version"]),
  schema,
  lifecycles,
  functions,
  openHosts: (config) => new ProcessHosts(config, new SshPool(environment), environment),
  credentialsFile: process.env["MOORAGE_CREDENTIALS_FILE"],
  engineAddress: engineAddressOf(process.argv.slice(2)),
});
