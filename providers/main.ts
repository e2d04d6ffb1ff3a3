#!/usr/bin/env node
/** The plugin's entry: `pulumi-resource-moorage [engine's address]`. The only reader of the environment. */
import { engineAddressOf, runPlugin } from "./grpc/plugin-process";
import { sessionOptions } from "./session-options";

void runPlugin({
  ...sessionOptions(process.env),
  engineAddress: engineAddressOf(process.argv.slice(2)),
});
