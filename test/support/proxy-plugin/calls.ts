import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Names of the environment variables that the proxy reads. */
export const proxyLogVariable = "MOORAGE_PROXY_LOG";
export const proxyTargetVariable = "MOORAGE_PROXY_TARGET";

/** Folder to give to the CLI in place of the plugin's. */
export const proxyPlugin = __dirname;

/** One call of the engine, as the plugin was asked and answered. */
export interface ProxyCall {
  /** Process id of the plugin: one for each of the engine's provider instances. */
  readonly process: number;
  /** Milliseconds since the epoch at which it was asked and answered. */
  readonly askedAt: number;
  readonly answeredAt: number;
  /** E.g. `Create`. */
  readonly method: string;
  /** The message's fields, property bags in Pulumi's wire form. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** What the environment must say for the proxy to write to a file and to stand before a plugin. */
export function proxyEnvironment(log: string, target?: string): Record<string, string> {
  const plugin = target ?? join(__dirname, "../../../dist/bin");
  return { [proxyLogVariable]: log, [proxyTargetVariable]: join(plugin, "pulumi-resource-moorage") };
}

/** The calls so far, in the order of their answers. */
export function proxyCalls(log: string): readonly ProxyCall[] {
  if (!existsSync(log)) return [];
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as ProxyCall);
}
