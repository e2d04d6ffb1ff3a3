import type { Alias, HookNames } from "../steps/goal";
import type { Urn } from "../urn";
import type { PropertyMap, PropertyValue } from "../values";

/**
 * A resource provider as Pulumi's protocol has it: one method an RPC, property values in place of messages. A plugin
 * process, an in-process provider and the fakes of the tests are all this. Policy (what is stripped for a provider
 * that takes no secrets or references, what a preview does without `supportsPreview`) is not here but in
 * NegotiatedProvider: an implementation passes on what it is given, and rejects what its answers must not hold.
 *
 * Every method may throw: {@link UnimplementedError} where the provider doesn't know the RPC,
 * {@link InitializationError} where the resource was made or changed but is not well, {@link ProviderError} else.
 */
export interface Provider {
  handshake(request: HandshakeRequest): Promise<HandshakeResponse>;
  parameterize(request: ParameterizeRequest): Promise<{ name: string; version: string }>;
  /** The package's schema, as JSON text. */
  getSchema(request: { version: number }): Promise<string>;

  checkConfig(request: CheckRequest): Promise<CheckResponse>;
  diffConfig(request: Omit<DiffRequest, "id">): Promise<DiffResponse>;
  configure(request: ConfigureRequest): Promise<ConfigureResponse>;

  check(request: CheckRequest): Promise<CheckResponse>;
  diff(request: DiffRequest): Promise<DiffResponse>;
  create(request: CreateRequest): Promise<CreateResponse>;
  read(request: ReadRequest): Promise<ReadResponse>;
  update(request: UpdateRequest): Promise<UpdateResponse>;
  delete(request: DeleteRequest): Promise<void>;

  invoke(request: InvokeRequest): Promise<InvokeResponse>;
  call(request: CallRequest): Promise<CallResponse>;
  construct(request: ConstructRequest): Promise<ConstructResponse>;

  /** Asks the provider to stop what it is doing; its calls then fail or end soon. */
  cancel(): Promise<void>;
  /** Ends the provider (its process, where it has one). It is not called again. */
  close(): Promise<void>;
}

export interface HandshakeRequest {
  /** Address of the engine's own gRPC server; empty where there is none. */
  engineAddress: string;
  rootDirectory?: string | undefined;
  programDirectory?: string | undefined;
}

export interface HandshakeResponse {
  acceptSecrets: boolean;
  acceptResources: boolean;
  acceptOutputs: boolean;
  supportsAutonamingConfiguration: boolean;
}

export interface ParameterizeRequest {
  name: string;
  version: string;
  value: Uint8Array;
}

/** What every RPC about one resource names it by. */
export interface ResourceRequest {
  urn: Urn;
}

export interface CheckRequest extends ResourceRequest {
  /** The inputs of before; absent for a resource that is new or made anew. */
  oldInputs?: PropertyMap | undefined;
  newInputs: PropertyMap;
  /** Seed for names that the provider makes up: the same seed, the same name. Absent for configuration. */
  randomSeed?: Uint8Array | undefined;
  /** What physical name the stack's configuration wants; absent to leave it to the provider. */
  naming?: NamingRequest | undefined;
}

/** A physical name: a proposal, one that must be taken, or none, so that the program has to give one. */
export interface NamingRequest {
  mode: "propose" | "enforce" | "disable";
  proposedName: string;
}

export interface CheckFailure {
  /** Empty for a failure of the whole resource. */
  property: string;
  reason: string;
}

export interface CheckResponse {
  inputs?: PropertyMap | undefined;
  failures: CheckFailure[];
}

export interface DiffRequest extends ResourceRequest {
  id: string;
  oldInputs: PropertyMap;
  oldOutputs: PropertyMap;
  newInputs: PropertyMap;
  ignoreChanges: readonly string[];
}

export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface PropertyDiff {
  diffKind: DiffKind;
  /** The difference lies between old and new inputs, not between old outputs and new inputs. */
  inputDiff: boolean;
}

export interface DiffResponse {
  /** `unknown`: the provider cannot tell, the engine compares the inputs. */
  changes: "unknown" | "none" | "some";
  replaceKeys: string[];
  stableKeys: string[];
  changedKeys: string[];
  /** By property path; absent where the provider tells none. */
  detailedDiff?: Record<string, PropertyDiff> | undefined;
  deleteBeforeReplace: boolean;
}

export interface ConfigureRequest extends ResourceRequest {
  /** The provider resource's own id. */
  id: string;
  /** `<package>:config:<key>` to text (JSON where the value is none), secrets in plain. */
  variables: Record<string, string>;
  inputs: PropertyMap;
}

export interface ConfigureResponse {
  acceptSecrets: boolean;
  acceptResources: boolean;
  acceptOutputs: boolean;
  supportsPreview: boolean;
  /** @default false */
  supportsAutonamingConfiguration?: boolean | undefined;
}

export interface CreateRequest extends ResourceRequest {
  inputs: PropertyMap;
  /** Seconds; 0 = the provider's own default. */
  timeout: number;
  preview: boolean;
}

export interface CreateResponse {
  id: string;
  properties?: PropertyMap | undefined;
  refreshBeforeUpdate: boolean;
}

export interface ReadRequest extends ResourceRequest {
  id: string;
  /** Absent for an import. */
  inputs?: PropertyMap | undefined;
  properties?: PropertyMap | undefined;
}

export interface ReadResponse {
  /** Empty: the resource is gone. */
  id: string;
  /** Absent: the provider does not read inputs. */
  inputs?: PropertyMap | undefined;
  /** Absent: there is no such resource. */
  properties?: PropertyMap | undefined;
  refreshBeforeUpdate: boolean;
}

export interface UpdateRequest extends ResourceRequest {
  id: string;
  oldInputs: PropertyMap;
  oldOutputs: PropertyMap;
  newInputs: PropertyMap;
  /** Seconds; 0 = the provider's own default. */
  timeout: number;
  ignoreChanges: readonly string[];
  preview: boolean;
}

export interface UpdateResponse {
  properties?: PropertyMap | undefined;
  refreshBeforeUpdate: boolean;
}

export interface DeleteRequest extends ResourceRequest {
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  /** Seconds; 0 = the provider's own default. */
  timeout: number;
}

export interface InvokeRequest {
  token: string;
  args: PropertyMap;
  preview: boolean;
}

export interface InvokeResponse {
  result: PropertyMap;
  failures: CheckFailure[];
}

/** Where a provider that registers resources itself (Construct, Call) finds the engine, and what it runs in. */
export interface ProgramInfo {
  organization: string;
  project: string;
  stack: string;
  config: Record<string, string>;
  configSecretKeys: string[];
  dryRun: boolean;
  parallel: number;
  monitorAddress: string;
}

export interface CallRequest {
  token: string;
  args: PropertyMap;
  argDependencies: Record<string, string[]>;
  info: ProgramInfo;
}

export interface CallResponse {
  result: PropertyMap;
  resultDependencies: Record<string, string[]>;
  failures: CheckFailure[];
}

export interface ConstructRequest {
  info: ProgramInfo;
  type: string;
  name: string;
  parent: string;
  inputs: PropertyMap;
  options: ConstructOptions;
}

export interface ConstructOptions {
  aliases?: readonly Alias[] | undefined;
  dependencies?: readonly Urn[] | undefined;
  inputDependencies?: Readonly<Record<string, readonly Urn[]>> | undefined;
  protect?: boolean | undefined;
  providers?: Readonly<Record<string, string>> | undefined;
  additionalSecretOutputs?: readonly string[] | undefined;
  /** As the program wrote them, for example `5m`; "" for none. */
  customTimeouts?: { create: string; update: string; delete: string } | undefined;
  deletedWith?: Urn | undefined;
  replaceWith?: readonly Urn[] | undefined;
  deleteBeforeReplace?: boolean | undefined;
  ignoreChanges?: readonly string[] | undefined;
  replaceOnChanges?: readonly string[] | undefined;
  replacementTrigger?: PropertyValue | undefined;
  retainOnDelete?: boolean | undefined;
  hooks?: HookNames | undefined;
}

export interface ConstructResponse {
  urn: string;
  state: PropertyMap;
  stateDependencies: Record<string, string[]>;
}
