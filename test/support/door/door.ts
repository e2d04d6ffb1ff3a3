import { readFileSync } from "node:fs";
import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { startServer, type RunningServer } from "../../../providers/grpc/server";
import type { HostPool } from "../../../providers/grpc/session";
import type { Lifecycle, ProviderConfig, ProviderFunction } from "../../../providers/resources/lifecycle";
import type { PackageSpec } from "../../../providers/schema/package-spec";
import { fakeLifecycle } from "./fake-lifecycle";

export type Wire = Record<string, JavaScriptValue>;

export const schema = JSON.parse(
  readFileSync(join(__dirname, "../../../providers/schema.json"), "utf8"),
) as PackageSpec;

export const nouns = Object.keys(schema.resources).map((token) => token.split(":").at(-1) ?? token);

/** Hosts that nobody may open. */
export const noHosts = new Proxy({} as HostPool, {
  get: (_hosts, operation) => quiet[String(operation)] ?? unexpected,
});

/** What opens none. */
const quiet: Readonly<Record<string, () => unknown>> = {
  configure: () => {},
  close: () => Promise.resolve(),
};

function unexpected(): never {
  throw new Error("the test did not expect a host to be asked for");
}

export interface DoorOptions {
  readonly lifecycle?: Partial<Lifecycle>;
  readonly functions?: Readonly<Record<string, ProviderFunction>>;
  readonly hosts?: HostPool;
  readonly engineAddress?: string;
  readonly credentialsFile?: string;
  readonly configuration?: Wire;
  /** Whether the engine has configured the provider. @default true */
  readonly isConfigured?: boolean;
}

/** The provider in this process, and a client of it. */
export interface Door {
  readonly server: RunningServer;
  readonly client: ResourceProviderClient;
  /** What the hosts of the process were opened with, once for each time the provider was configured. */
  readonly configurations: readonly ProviderConfig[];
  close(): Promise<void>;
}

/** Starts the provider with one lifecycle for all nouns. */
export async function openDoor(options: DoorOptions = {}): Promise<Door> {
  const configurations: ProviderConfig[] = [];
  const lifecycle = fakeLifecycle(options.lifecycle);
  const server = await startServer({
    version: "1.2.3",
    schema,
    lifecycles: Object.fromEntries(nouns.map((noun) => [noun, lifecycle])),
    functions: options.functions ?? {},
    openHosts: (config) => {
      configurations.push(config);
      return options.hosts ?? noHosts;
    },
    credentialsFile: options.credentialsFile,
    engineAddress: options.engineAddress,
  });
  const client = new ResourceProviderClient(`127.0.0.1:${server.port}`, credentials.createInsecure());
  if (options.isConfigured !== false) {
    const request = new ConfigureRequest().setArgs(struct(options.configuration ?? {}));
    await ask((done) => client.configure(request, done));
  }
  return {
    server,
    client,
    configurations,
    async close() {
      client.close();
      await server.stop("the test is over", 0);
    },
  };
}

/** The answer of a call; rejects with what the server failed with. */
export function ask<Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

/** The error of a call that must fail. */
export async function failureOf(answer: Promise<unknown>): Promise<ServiceError> {
  try {
    await answer;
  } catch (error) {
    return error as ServiceError;
  }
  throw new Error("the call must fail, but was answered");
}

export function struct(object: Wire): Struct {
  return Struct.fromJavaScript(object);
}

/** A secret as Pulumi's protocol marks it. */
export function secret(value: JavaScriptValue): Wire {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** A string that is not known yet, as Pulumi's protocol marks it. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function urn(noun: string, name = "app"): string {
  return `urn:pulumi:dev::shop::moorage:index:${noun}::${name}`;
}
