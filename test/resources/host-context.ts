import type { Bag } from "../../providers/resources/bag";
import { ProcessHosts } from "../../providers/resources/hosts";
import type { Context, ProviderConfig, Urn } from "../../providers/resources/lifecycle";
import { SshPool } from "../../providers/ssh/pool";
import type { TestHost } from "../support/host";

export interface TestContext extends Context {
  readonly hosts: ProcessHosts;
  /** What was said, progress and log lines alike. */
  readonly said: string[];
}

/** A context as the door makes it, of one process that has no agent and no keys of its own. */
export function testContext(
  config: Partial<ProviderConfig> = {},
  options: {
    name?: string;
    stack?: string;
    hosts?: ProcessHosts;
    signal?: AbortSignal;
    onProgress?: (line: string) => void;
  } = {},
): TestContext {
  const whole = { credentials: {}, deleteUnreachable: false, readTimeoutSeconds: 5, ...config };
  const said: string[] = [];
  return {
    urn: hostUrn(options.name ?? "web", options.stack),
    config: whole,
    hosts: options.hosts ?? new ProcessHosts(whole, new SshPool({ home: undefined, agentSocket: undefined })),
    signal: options.signal ?? new AbortController().signal,
    progress(message) {
      said.push(message);
      options.onProgress?.(message);
    },
    planned: () => {},
    log: (severity, message) => said.push(`${severity}: ${message}`),
    said,
  };
}

export function hostUrn(name: string, stack = "dev"): Urn {
  const type = "moorage:index:Host";
  return { text: `urn:pulumi:${stack}::shop::${type}::${name}`, stack, project: "shop", type, name };
}

/** Inputs of a Host for a throwaway host. */
export function inputsFor(
  host: TestHost,
  connection: Record<string, string | number> = {},
  others: Bag["values"] = {},
): Bag {
  const { address, port, key } = host;
  const values = {
    connection: { address, port, privateKey: key.privateKey, dialTimeoutSeconds: 10, ...connection },
    ...others,
  };
  return {
    values,
    secrets: [
      ["connection", "privateKey"],
      ["connection", "sudoPassword"],
    ],
  };
}

/** A request to create. */
export function creating(inputs: Bag): {
  id: undefined;
  oldInputs: undefined;
  oldState: undefined;
  inputs: Bag;
  preview: boolean;
} {
  return { id: undefined, oldInputs: undefined, oldState: undefined, inputs, preview: false };
}
