import { randomUUID } from "node:crypto";

import { EngineError } from "../errors";
import { Abandonment } from "./abandonment";
import type { ResourceState } from "../state/resource-state";
import { parseUrn, providerPackage, type Urn } from "../urn";
import { propertiesEqual, propertyOf, unknownSentinels, valuesEqual, type PropertyMap } from "../values";
import { isReplace } from "./diff-response";
import { NegotiatedProvider } from "./negotiated-provider";
import type * as rpc from "./provider";
import type { Provider } from "./provider";
import { configurationOf, InvalidPluginChoiceError, pluginChoiceOf } from "./provider-inputs";
import { formatProviderReference } from "../provider-reference";

/** Which plugin a provider resource is an instance of. */
export interface PluginSpec {
  name: string;
  version?: string | undefined;
  pluginDownloadUrl?: string | undefined;
  /** Variables that the plugin is to see under another name: that name to ours. */
  environment?: Readonly<Record<string, string>> | undefined;
}

export interface RegistryOptions {
  preview: boolean;
  /** Address of the engine's gRPC server; empty where there is none. */
  engineAddress: string;
  loadProvider: (plugin: PluginSpec) => Promise<Provider>;
  /** Tells of a provider's mistake that does no harm. */
  warn: (urn: Urn, message: string) => void;
}

/** In the place of an id, while a provider is checked but not configured. */
const unconfigured = "unconfigured";

/** A provider resource's id while a preview does not know it. */
export const unknownId = unknownSentinels.string;

/**
 * The providers of one operation. Towards the steps it is the provider of provider resources: to create one is to
 * configure a plugin of its own.
 */
export class ProviderRegistry implements Pick<
  Provider,
  "check" | "diff" | "create" | "update" | "delete" | "read"
> {
  readonly #providers = new Map<string, NegotiatedProvider>();
  readonly #aliases = new Map<Urn, Urn>();
  readonly #loaded = new Set<Provider>();
  readonly #abandonment = new Abandonment();

  constructor(private readonly options: RegistryOptions) {}

  /** The provider behind a reference, if it is configured already. */
  get(reference: string): NegotiatedProvider | undefined {
    return this.#providers.get(reference);
  }

  /** Lets the references of before find a provider resource that was renamed. */
  registerAlias(urn: Urn, alias: Urn): void {
    this.#aliases.set(urn, alias);
  }

  /** Configures the provider of a state, unless that has been done. */
  async same(state: ResourceState): Promise<void> {
    if (state.id === "" || state.id === unknownId) {
      throw new EngineError(`provider '${state.urn}' has an unknown ID`);
    }
    if (this.get(formatProviderReference(state))) return;
    const provider = this.#takeUnconfigured(state.urn) ?? (await this.#load(state.urn, state.inputs));
    this.#configure(provider, state.urn, state.id, state.inputs);
  }

  async check(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
    const { urn, newInputs } = request;
    let provider: NegotiatedProvider;
    try {
      provider = await this.#load(urn, newInputs);
    } catch (error) {
      if (!(error instanceof InvalidPluginChoiceError)) throw error;
      return { failures: [{ property: error.property, reason: error.message }] };
    }
    const answer = await provider.checkConfig({
      urn,
      oldInputs: configurationOf(request.oldInputs ?? {}),
      newInputs: configurationOf(newInputs),
    });
    if (answer.failures.length > 0) {
      await this.#close(provider);
      return { failures: answer.failures };
    }
    this.#providers.set(formatProviderReference({ urn, id: unconfigured }), provider);
    return { inputs: this.#withReserved(urn, answer.inputs ?? {}, newInputs), failures: [] };
  }

  /** Version and the engine's own property are not the provider's to change. */
  #withReserved(urn: Urn, checked: PropertyMap, given: PropertyMap): PropertyMap {
    const version = propertyOf(given, "version");
    const answered = propertyOf(checked, "version");
    if (version !== undefined && answered !== undefined && !valuesEqual(version, answered)) {
      throw new EngineError(`provider "${urn}" attempted to change its version`);
    }
    const internal = propertyOf(given, "__internal");
    if (internal !== undefined && propertyOf(checked, "__internal") !== undefined) {
      this.options.warn(urn, "provider attempted to use __internal key that is reserved by the engine");
    }
    return {
      ...checked,
      ...(version === undefined ? {} : { version }),
      ...(internal === undefined ? {} : { __internal: internal }),
    };
  }

  async diff(request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
    const { urn, id } = request;
    const checked = this.get(formatProviderReference({ urn, id: unconfigured }));
    const provider = checked ?? this.get(formatProviderReference({ urn, id }));
    if (!provider) throw new EngineError(`provider '${urn}' was not loaded before it was compared`);
    const newInputs = configurationOf(request.newInputs);
    const answer = await provider.diffConfig({
      urn,
      oldInputs: configurationOf(request.oldInputs),
      oldOutputs: request.oldOutputs,
      newInputs,
      ignoreChanges: request.ignoreChanges,
    });
    // The replacement is checked anew, and so gets a plugin of its own.
    if (checked && isReplace(answer)) await this.#close(checked);
    if (answer.changes !== "unknown") return answer;
    return { ...answer, changes: propertiesEqual(request.oldOutputs, newInputs) ? "none" : "some" };
  }

  async create(request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
    const { urn, inputs } = request;
    const provider = this.#takeUnconfigured(urn) ?? (await this.#load(urn, inputs));
    const id = request.preview ? unknownId : randomUUID();
    return { id, properties: this.#configure(provider, urn, id, inputs), refreshBeforeUpdate: false };
  }

  update(request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
    const { urn, id, newInputs } = request;
    const provider = this.#takeUnconfigured(urn);
    if (!provider) throw new EngineError(`provider '${urn}' was not checked before its update`);
    const properties = this.#configure(provider, urn, id, newInputs);
    return Promise.resolve({ properties, refreshBeforeUpdate: false });
  }

  async delete(request: rpc.DeleteRequest): Promise<void> {
    const provider = this.#take(formatProviderReference(request));
    if (provider) await this.#close(provider);
  }

  read(): Promise<rpc.ReadResponse> {
    throw new EngineError("provider resources may not be read");
  }

  /** Asks every provider to stop; what they answer to that is not of interest. */
  async cancel(): Promise<void> {
    await Promise.allSettled([...this.#loaded].map((provider) => provider.cancel()));
  }

  /** Waits no longer for what providers are asked. @param reason e.g. `has not answered` */
  abandon(reason: string): void {
    this.#abandonment.begin(reason);
  }

  async close(): Promise<void> {
    const loaded = [...this.#loaded];
    this.#loaded.clear();
    await Promise.allSettled(loaded.map((provider) => provider.close()));
  }

  #configure(provider: NegotiatedProvider, urn: Urn, id: string, inputs: PropertyMap): PropertyMap {
    const configuration = configurationOf(inputs);
    provider.configure(urn, id, configuration);
    this.#providers.set(formatProviderReference({ urn, id }), provider);
    const alias = this.#aliases.get(urn);
    if (alias) this.#providers.set(formatProviderReference({ urn: alias, id }), provider);
    return configuration;
  }

  async #load(urn: Urn, inputs: PropertyMap): Promise<NegotiatedProvider> {
    const packageName = providerPackage(parseUrn(urn).type) ?? "";
    const choice = pluginChoiceOf(inputs);
    const { parameterization } = choice;
    const name = choice.pluginName ?? packageName;
    const loading = this.options.loadProvider({
      name,
      version: parameterization ? parameterization.pluginVersion : choice.version,
      pluginDownloadUrl: choice.pluginDownloadUrl,
      environment: choice.environment,
    });
    const title = `the provider ${name}`;
    const loaded = await this.#abandonment.wait(
      `${title} was to start and`,
      loading,
      (late) => void late.close(),
    );
    const raw = this.#abandonment.watch(loaded, title);
    this.#loaded.add(raw);
    const { preview, engineAddress } = this.options;
    const provider = await NegotiatedProvider.greet(raw, { packageName: name, preview, engineAddress });
    if (!parameterization) return provider;
    const version = choice.version ?? "";
    const answer = await raw.parameterize({ name: packageName, version, value: parameterization.value });
    if (answer.name !== packageName) {
      throw new EngineError(
        `parameterize response name "${answer.name}" does not match expected package "${packageName}"`,
      );
    }
    return provider;
  }

  #takeUnconfigured(urn: Urn): NegotiatedProvider | undefined {
    return this.#take(formatProviderReference({ urn, id: unconfigured }));
  }

  #take(reference: string): NegotiatedProvider | undefined {
    const provider = this.get(reference);
    this.#providers.delete(reference);
    return provider;
  }

  async #close(provider: NegotiatedProvider): Promise<void> {
    this.#loaded.delete(provider.raw);
    await provider.raw.close();
  }
}
