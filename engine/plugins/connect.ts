import { credentials, status, type ServiceError } from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { dirname } from "node:path";
import { channelOptions } from "../channel-options";
import { PluginStartError } from "./errors";
import { GrpcProvider } from "./grpc-provider";
import type { Provider } from "./provider";
import { ProviderError, ProviderLostError } from "./provider-errors";
import { PluginProcess, type PluginLaunch } from "./plugin-process";

const connectMilliseconds = 10_000;
/** More often than each five minutes, servers in Go take it for an attack. */
const askAliveMilliseconds = 330_000;
/** A plugin may be too busy to answer for a while. */
const answerAliveMilliseconds = 120_000;

/**
 * Starts a plugin and connects to it.
 *
 * @throws PluginStartError if it ends, tells no port, or is not to be reached at it
 */
export async function startPlugin(launch: PluginLaunch): Promise<Provider> {
  const plugin = PluginProcess.start(launch);
  try {
    const client = await plugin.whileRunning(connect(`127.0.0.1:${await plugin.port}`, launch));
    const close = async (): Promise<void> => {
      client.close();
      await plugin.end();
    };
    const folder = dirname(launch.program);
    const greeting = { engineAddress: launch.engineAddress, rootDirectory: folder, programDirectory: folder };
    return new GrpcProvider(client, { greeting, close, explain: (error) => explain(error, plugin) });
  } catch (error) {
    await plugin.end();
    throw error;
  }
}

/** Connects to a provider that somebody else has started, for a debugger: it is left running. */
export async function attachPlugin(name: string, port: number, engineAddress: string): Promise<Provider> {
  const client = await connect(`127.0.0.1:${port}`, { name, program: `port ${port}` });
  const message = new PluginAttach().setAddress(engineAddress);
  await new Promise<void>((resolve, reject) => {
    client.attach(message, (error) => {
      if (error === null || error.code === status.UNIMPLEMENTED) resolve();
      else
        reject(
          new PluginStartError(`the provider ${name} at port ${port} refuses to attach: ${error.message}`),
        );
    });
  });
  return new GrpcProvider(client, { greeting: { engineAddress }, close: async () => client.close() });
}

function connect(
  address: string,
  plugin: Pick<PluginLaunch, "name" | "program" | "connectWithin" | "askAliveAfter">,
): Promise<ResourceProviderClient> {
  const client = new ResourceProviderClient(address, credentials.createInsecure(), {
    ...channelOptions,
    // An answer that Node's HTTP/2 cannot read, such as an error with much of a state in it, leaves a connection on which
    // nothing comes any more and that nobody calls broken.
    "grpc.keepalive_time_ms": plugin.askAliveAfter ?? askAliveMilliseconds,
    "grpc.keepalive_timeout_ms": plugin.askAliveAfter ?? answerAliveMilliseconds,
  });
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + (plugin.connectWithin ?? connectMilliseconds);
    client.waitForReady(deadline, (error) => {
      if (error === undefined || error === null) return resolve(client);
      client.close();
      const reason =
        `the plugin ${plugin.name} (${plugin.program}) does not speak gRPC at ${address}: nobody listens there, or ` +
        `it is no provider of Pulumi's (${error.message})`;
      reject(new PluginStartError(reason, { cause: error as ServiceError }));
    });
  });
}

/** A call that was cut off says only that the connection dropped; the process says why. */
async function explain(error: Error, plugin: PluginProcess): Promise<Error> {
  if (!(error instanceof ProviderError) || error.code !== "Unavailable") return error;
  const obituary = await plugin.explainLoss();
  return obituary === undefined ? error : new ProviderLostError(obituary, { cause: error });
}
