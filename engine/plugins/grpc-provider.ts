import type { IResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { fromStruct, keepAll } from "../struct";
import type { PropertyMap, UnmarshalOptions } from "../values";
import { callMessage, constructMessage, dependenciesIn } from "./component-messages";
import { toDiff } from "./diff-message";
import { toProviderError } from "./grpc-errors";
import type * as rpc from "./provider";
import type { Provider } from "./provider";
import { configureMessage, named, optional, readMessage, struct } from "./request-messages";

/** The RPCs of a provider, by a channel or by the handlers themselves. */
export type ProviderClient = Pick<IResourceProviderClient, ProviderMethod>;
export type ProviderMethod =
  | "handshake"
  | "parameterize"
  | "getSchema"
  | "checkConfig"
  | "diffConfig"
  | "configure"
  | "check"
  | "diff"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "invoke"
  | "call"
  | "construct"
  | "cancel";

/** Taken as they are. */
const taken: UnmarshalOptions = { keepUnknowns: true, keepSecrets: true, keepResources: true };
/** Of an answer about what is there, nothing may be unknown. */
const known: UnmarshalOptions = { rejectUnknowns: true, keepSecrets: true, keepResources: true };

/** A provider behind Pulumi's protocol. */
export class GrpcProvider implements Provider {
  private readonly explain: (error: Error) => Promise<Error>;

  constructor(
    private readonly client: ProviderClient,
    private readonly host: {
      /** What the provider is told of its place when it is greeted. */
      readonly greeting: Partial<rpc.HandshakeRequest>;
      /** Ends the provider's process, where it has one. */
      readonly close: () => Promise<void>;
      /** May say more of an error, such as that the process is gone. */
      readonly explain?: (error: Error) => Promise<Error>;
    },
  ) {
    this.explain = host.explain ?? ((error) => Promise.resolve(error));
  }

  async handshake(given: rpc.HandshakeRequest): Promise<rpc.HandshakeResponse> {
    const request = { ...given, ...this.host.greeting };
    const message = new messages.ProviderHandshakeRequest()
      .setEngineAddress(request.engineAddress)
      .setConfigureWithUrn(true)
      .setSupportsRefreshBeforeUpdate(true)
      .setInvokeWithPreview(true);
    if (request.rootDirectory !== undefined) message.setRootDirectory(request.rootDirectory);
    if (request.programDirectory !== undefined) message.setProgramDirectory(request.programDirectory);
    const response = await this.ask<messages.ProviderHandshakeResponse>("handshake", message);
    return {
      acceptSecrets: response.getAcceptSecrets(),
      acceptResources: response.getAcceptResources(),
      acceptOutputs: response.getAcceptOutputs(),
      supportsAutonamingConfiguration: response.getSupportsAutonamingConfiguration(),
    };
  }

  async parameterize(request: rpc.ParameterizeRequest): Promise<{ name: string; version: string }> {
    const value = new messages.ParameterizeRequest.ParametersValue()
      .setName(request.name)
      .setVersion(request.version)
      .setValue(request.value);
    const message = new messages.ParameterizeRequest().setValue(value);
    const response = await this.ask<messages.ParameterizeResponse>("parameterize", message);
    return { name: response.getName(), version: response.getVersion() };
  }

  async getSchema(request: { version: number }): Promise<string> {
    const message = new messages.GetSchemaRequest().setVersion(request.version);
    return (await this.ask<messages.GetSchemaResponse>("getSchema", message)).getSchema();
  }

  checkConfig(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
    return this.checkBy("checkConfig", request);
  }

  check(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
    return this.checkBy("check", request);
  }

  private async checkBy(
    method: "check" | "checkConfig",
    request: rpc.CheckRequest,
  ): Promise<rpc.CheckResponse> {
    const message = named(new messages.CheckRequest(), request.urn).setNews(struct(request.newInputs));
    message.setOlds(optional(request.oldInputs));
    if (request.randomSeed !== undefined) message.setRandomseed(request.randomSeed);
    if (request.naming !== undefined) message.setAutonaming(toAutonaming(request.naming));
    const response = await this.ask<messages.CheckResponse>(method, message);
    return {
      inputs: read(response.getInputs(), taken),
      failures: response.getFailuresList().map(toFailure),
    };
  }

  diffConfig(request: Omit<rpc.DiffRequest, "id">): Promise<rpc.DiffResponse> {
    return this.diffBy("diffConfig", { ...request, id: "" });
  }

  diff(request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
    return this.diffBy("diff", request);
  }

  private async diffBy(method: "diff" | "diffConfig", request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
    const message = named(new messages.DiffRequest(), request.urn)
      .setId(request.id)
      .setOldInputs(struct(request.oldInputs))
      .setOlds(struct(request.oldOutputs))
      .setNews(struct(request.newInputs))
      .setIgnorechangesList([...request.ignoreChanges]);
    return toDiff(await this.ask<messages.DiffResponse>(method, message));
  }

  async configure(request: rpc.ConfigureRequest): Promise<rpc.ConfigureResponse> {
    const response = await this.ask<messages.ConfigureResponse>("configure", configureMessage(request));
    return {
      acceptSecrets: response.getAcceptsecrets(),
      acceptResources: response.getAcceptresources(),
      acceptOutputs: response.getAcceptoutputs(),
      supportsPreview: response.getSupportspreview(),
      supportsAutonamingConfiguration: response.getSupportsAutonamingConfiguration(),
    };
  }

  async create(request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
    const message = named(new messages.CreateRequest(), request.urn)
      .setProperties(struct(request.inputs))
      .setTimeout(request.timeout)
      .setPreview(request.preview);
    const response = await this.ask<messages.CreateResponse>("create", message);
    return {
      id: response.getId(),
      properties: read(response.getProperties(), request.preview ? taken : known),
      refreshBeforeUpdate: response.getRefreshBeforeUpdate(),
    };
  }

  async read(request: rpc.ReadRequest): Promise<rpc.ReadResponse> {
    const response = await this.ask<messages.ReadResponse>("read", readMessage(request));
    return {
      id: response.getId(),
      inputs: read(response.getInputs(), known),
      properties: read(response.getProperties(), known),
      refreshBeforeUpdate: response.getRefreshBeforeUpdate(),
    };
  }

  async update(request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
    const message = named(new messages.UpdateRequest(), request.urn)
      .setId(request.id)
      .setOldInputs(struct(request.oldInputs))
      .setOlds(struct(request.oldOutputs))
      .setNews(struct(request.newInputs))
      .setTimeout(request.timeout)
      .setIgnorechangesList([...request.ignoreChanges])
      .setPreview(request.preview);
    const response = await this.ask<messages.UpdateResponse>("update", message);
    return {
      properties: read(response.getProperties(), request.preview ? taken : known),
      refreshBeforeUpdate: response.getRefreshBeforeUpdate(),
    };
  }

  async delete(request: rpc.DeleteRequest): Promise<void> {
    const message = named(new messages.DeleteRequest(), request.urn)
      .setId(request.id)
      .setOldInputs(struct(request.inputs))
      .setProperties(struct(request.outputs))
      .setTimeout(request.timeout);
    await this.ask<Empty>("delete", message);
  }

  async invoke(request: rpc.InvokeRequest): Promise<rpc.InvokeResponse> {
    const message = new messages.InvokeRequest()
      .setTok(request.token)
      .setArgs(struct(request.args))
      .setPreview(request.preview);
    const response = await this.ask<messages.InvokeResponse>("invoke", message);
    return {
      result: read(response.getReturn(), known) ?? {},
      failures: response.getFailuresList().map(toFailure),
    };
  }

  async call(request: rpc.CallRequest): Promise<rpc.CallResponse> {
    const response = await this.ask<messages.CallResponse>("call", callMessage(request));
    return {
      result: read(response.getReturn(), keepAll) ?? {},
      resultDependencies: dependenciesIn(response.getReturndependenciesMap()),
      failures: response.getFailuresList().map(toFailure),
    };
  }

  async construct(request: rpc.ConstructRequest): Promise<rpc.ConstructResponse> {
    const response = await this.ask<messages.ConstructResponse>("construct", constructMessage(request));
    return {
      urn: response.getUrn(),
      state: read(response.getState(), keepAll) ?? {},
      stateDependencies: dependenciesIn(response.getStatedependenciesMap()),
    };
  }

  async cancel(): Promise<void> {
    await this.ask<Empty>("cancel", new Empty());
  }

  close(): Promise<void> {
    return this.host.close();
  }

  private ask<Response>(method: ProviderMethod, request: unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
      const answer = (error: Error | null, response: Response): void => {
        if (error === null) resolve(response);
        else void this.explain(toProviderError(method, error)).then(reject, reject);
      };
      (this.client[method] as (request: unknown, answer: unknown) => unknown)(request, answer);
    });
  }
}

function read(properties: Struct | undefined, options: UnmarshalOptions): PropertyMap | undefined {
  return properties && fromStruct(properties, options);
}

function toFailure(failure: messages.CheckFailure): rpc.CheckFailure {
  return { property: failure.getProperty(), reason: failure.getReason() };
}

function toAutonaming({ mode, proposedName }: rpc.NamingRequest): messages.CheckRequest.AutonamingOptions {
  const { AutonamingOptions } = messages.CheckRequest;
  const { PROPOSE, ENFORCE, DISABLE } = AutonamingOptions.Mode;
  const modes = { propose: PROPOSE, enforce: ENFORCE, disable: DISABLE };
  return new AutonamingOptions().setProposedName(proposedName).setMode(modes[mode]);
}
