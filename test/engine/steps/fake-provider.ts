import type * as rpc from "../../../engine/plugins/provider";
import type { Provider } from "../../../engine/plugins/provider";
import { UnimplementedError } from "../../../engine/plugins/provider-errors";
import { parseUrn } from "../../../engine/urn";
import { changedKeys, type PropertyMap } from "../../../engine/values";

/** What the objects of a fake cloud are, by id. They outlive the providers that made them. */
export type Cloud = Map<string, { inputs: PropertyMap; properties: PropertyMap }>;

/** One call as the log has it: the RPC and the resource's name. */
export interface Call {
  rpc: string;
  name: string;
  request: unknown;
}

export type Behaviour = Partial<Provider>;

/** A provider in memory that logs its calls. Inputs whose name begins with `replace` need a replacement. */
export class FakeProvider implements Provider {
  configured: rpc.ConfigureRequest | undefined;
  canceled = false;
  closed = false;

  constructor(
    readonly cloud: Cloud,
    readonly calls: Call[],
    readonly behaviour: Behaviour = {},
  ) {}

  #log<Request extends { urn?: string; token?: string }>(name: string, request: Request): void {
    const about = request.urn === undefined ? (request.token ?? "") : parseUrn(request.urn).name;
    this.calls.push({ rpc: name, name: about, request });
  }

  async handshake(request: rpc.HandshakeRequest): Promise<rpc.HandshakeResponse> {
    if (this.behaviour.handshake) return this.behaviour.handshake(request);
    throw new UnimplementedError("Handshake");
  }

  parameterize(): Promise<{ name: string; version: string }> {
    throw new UnimplementedError("Parameterize");
  }

  getSchema(): Promise<string> {
    return Promise.resolve("{}");
  }

  async checkConfig(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
    this.#log("checkConfig", request);
    return (await this.behaviour.checkConfig?.(request)) ?? { inputs: request.newInputs, failures: [] };
  }

  async diffConfig(request: Omit<rpc.DiffRequest, "id">): Promise<rpc.DiffResponse> {
    this.#log("diffConfig", request);
    return (await this.behaviour.diffConfig?.(request)) ?? compare(request);
  }

  async configure(request: rpc.ConfigureRequest): Promise<rpc.ConfigureResponse> {
    this.#log("configure", request);
    this.configured = request;
    const all = { acceptSecrets: true, acceptResources: true, acceptOutputs: true, supportsPreview: true };
    return (await this.behaviour.configure?.(request)) ?? all;
  }

  async check(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
    this.#log("check", request);
    return (await this.behaviour.check?.(request)) ?? { inputs: request.newInputs, failures: [] };
  }

  async diff(request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
    this.#log("diff", request);
    return (await this.behaviour.diff?.(request)) ?? compare(request);
  }

  async create(request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
    this.#log("create", request);
    if (this.behaviour.create) return this.behaviour.create(request);
    if (request.preview) return { id: "", properties: request.inputs, refreshBeforeUpdate: false };
    const id = freeId(this.cloud, parseUrn(request.urn).name);
    this.cloud.set(id, { inputs: request.inputs, properties: { ...request.inputs, made: id } });
    return { id, properties: { ...request.inputs, made: id }, refreshBeforeUpdate: false };
  }

  async read(request: rpc.ReadRequest): Promise<rpc.ReadResponse> {
    this.#log("read", request);
    if (this.behaviour.read) return this.behaviour.read(request);
    const found = this.cloud.get(request.id);
    if (!found) return { id: "", refreshBeforeUpdate: false };
    return { id: request.id, ...found, refreshBeforeUpdate: false };
  }

  async update(request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
    this.#log("update", request);
    if (this.behaviour.update) return this.behaviour.update(request);
    const properties = { ...request.newInputs, made: request.id };
    if (!request.preview) this.cloud.set(request.id, { inputs: request.newInputs, properties });
    return { properties, refreshBeforeUpdate: false };
  }

  async delete(request: rpc.DeleteRequest): Promise<void> {
    this.#log("delete", request);
    if (this.behaviour.delete) return this.behaviour.delete(request);
    this.cloud.delete(request.id);
  }

  async invoke(request: rpc.InvokeRequest): Promise<rpc.InvokeResponse> {
    this.#log("invoke", request);
    return (await this.behaviour.invoke?.(request)) ?? { result: request.args, failures: [] };
  }

  call(): Promise<rpc.CallResponse> {
    throw new UnimplementedError("Call");
  }

  construct(): Promise<rpc.ConstructResponse> {
    throw new UnimplementedError("Construct");
  }

  cancel(): Promise<void> {
    this.canceled = true;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

function freeId(cloud: Cloud, name: string): string {
  for (let number = 1; ; number++) {
    const id = `${name}-${String(number)}`;
    if (!cloud.has(id)) return id;
  }
}

function compare({
  oldInputs,
  newInputs,
}: Pick<rpc.DiffRequest, "oldInputs" | "newInputs">): rpc.DiffResponse {
  const keys = changedKeys(oldInputs, newInputs);
  return {
    changes: keys.length === 0 ? "none" : "some",
    replaceKeys: keys.filter((key) => key.startsWith("replace")),
    stableKeys: [],
    changedKeys: keys,
    deleteBeforeReplace: keys.includes("replaceFirst"),
  };
}

/** A Diff's answer. */
export function answer(
  changes: rpc.DiffResponse["changes"],
  rest: Partial<rpc.DiffResponse> = {},
): rpc.DiffResponse {
  return { changes, replaceKeys: [], stableKeys: [], changedKeys: [], deleteBeforeReplace: false, ...rest };
}
