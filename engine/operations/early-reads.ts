import type { EngineAccess, InProcessPlugin, InProcessProvider } from "../plugins/in-process";
import { configurationOf, pluginChoiceOf } from "../plugins/provider-inputs";
import { configureMessage, readMessage } from "../plugins/request-messages";
import { parseProviderReference } from "../provider-reference";
import type { ResourceState, Snapshot } from "../state";
import { refreshFilter } from "../steps/refresh-filter";
import { UrnTargets } from "../steps/urn-targets";
import { isProviderType, parseUrn, providerPackage, type Urn } from "../urn";
import { Secret, type PropertyMap, type PropertyValue } from "../values";
import type { LogLine } from "../steps/deployment";
import type { EarlyProviders, OperationOptions } from "./operation";

/**
 * The providers in this process, which hear what they will be asked to read as soon as the stack's state is there: the
 * key of its secrets is still being derived then, and the program is not loaded.
 */
export class EarlyReads implements EarlyProviders {
  /** Gives an operation the providers that have heard, and makes those that are not there yet. */
  readonly plugins: EarlyProviders["plugins"];
  /** By plugin, in the order in which the refresh will ask for them. */
  readonly #ready = new Map<string, EarlyProvider[]>();
  #isClosed = false;

  /** @param configuration the stack's, as far as it needs no key: `<package>:<key>` to text */
  constructor(
    private readonly made: EarlyProviders["plugins"],
    private readonly configuration: () => Readonly<Record<string, string>>,
  ) {
    const given = Object.entries(made).map(([name, make]): [string, InProcessPlugin] => [
      name,
      (engine) => this.#ready.get(name)?.shift()?.attach(engine) ?? make(engine),
    ]);
    this.plugins = Object.fromEntries(given);
  }

  /** Tells the providers. What fails here the operation meets again, and tells. */
  async begin({ resources }: Snapshot, options: OperationOptions): Promise<void> {
    try {
      for (const [reference, reads] of readsByProvider(resources, options)) {
        const { urn, id } = parseProviderReference(reference);
        const provider = resources.find((state) => state.urn === urn && state.id === id);
        if (provider !== undefined) await this.#foresee(provider, reads);
      }
    } catch {
      // Nothing is prepared then.
    }
  }

  /** Ends the providers that no operation has asked for. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const unused = [...this.#ready.values()].flat();
    this.#ready.clear();
    await Promise.allSettled(unused.map(({ provider }) => provider.close()));
  }

  async #foresee({ urn, id, type, inputs }: ResourceState, reads: readonly ResourceState[]): Promise<void> {
    const name = pluginChoiceOf(inputs).pluginName ?? providerPackage(type) ?? "";
    const make = this.made[name];
    if (make === undefined || this.#isClosed) return;
    const engine = new LaterEngine();
    const early = new EarlyProvider(await make(engine), engine);
    if (this.#isClosed) return early.provider.close();
    this.#ready.set(name, [...(this.#ready.get(name) ?? []), early]);
    early.provider.foresee?.({
      configuration: configureMessage({
        urn,
        id,
        variables: {},
        inputs: this.#configurationOf(urn, name, inputs),
      }),
      reads: reads.map((state) => ({
        urn: state.urn,
        id: state.id,
        request: () => readMessage({ ...state, properties: state.outputs }),
      })),
    });
  }

  /**
   * A provider's configuration in the state. What is sealed there may stand open in the stack's settings, where a default
   * provider has it from; if it has changed since, the provider hears what it was with its true configuration.
   */
  #configurationOf(urn: Urn, packageName: string, inputs: PropertyMap): PropertyMap {
    const known = configurationOf(inputs);
    if (!parseUrn(urn).name.startsWith("default")) return known;
    const open = this.configuration();
    const entries = Object.entries(known).map(([key, value]): [string, PropertyValue] => {
      const text = value instanceof Secret ? open[`${packageName}:${key}`] : undefined;
      return [key, text === undefined ? value : new Secret(text)];
    });
    return Object.fromEntries(entries);
  }
}

/** What a refresh will read, by the reference of its provider, in the order of the state. */
function readsByProvider(
  resources: readonly ResourceState[],
  options: OperationOptions,
): Map<string, ResourceState[]> {
  const isWanted = refreshFilter({
    targets: new UrnTargets(options.targets),
    excludes: new UrnTargets(options.excludes),
    options,
  });
  const reads = new Map<string, ResourceState[]>();
  for (const state of resources) {
    if (state.viewOf !== undefined || !isWanted(state) || state.provider === "") continue;
    if (!state.custom || isProviderType(state.type) || state.pendingReplacement) continue;
    reads.set(state.provider, [...(reads.get(state.provider) ?? []), state]);
  }
  return reads;
}

/** A provider that waits for its operation. */
class EarlyProvider {
  constructor(
    readonly provider: InProcessProvider,
    private readonly engine: LaterEngine,
  ) {}

  attach(engine: EngineAccess): InProcessProvider {
    this.engine.attach(engine);
    return this.provider;
  }
}

/** The engine of a provider whose operation has not begun: nobody hears what it says until then. */
class LaterEngine implements EngineAccess {
  #engine: EngineAccess | undefined;

  attach(engine: EngineAccess): void {
    this.#engine = engine;
  }

  log(line: LogLine): void {
    this.#engine?.log(line);
  }

  engineAddress(): Promise<string> {
    return this.#engine?.engineAddress() ?? Promise.resolve("");
  }
}
