import { Emitter } from "../events/emitter";
import { ProviderRegistry } from "../plugins/provider-registry";
import { parseProviderReference } from "../provider-reference";
import { deniedDefaultProvider } from "../plugins/denied-provider";
import { isProviderType, packageOfType, type Urn } from "../urn";
import type { ResourceProvider, StepContext } from "./context";
import type { DeploymentOptions } from "./deployment";
import { Executor } from "./executor";
import { Planner } from "./generator/planner";
import { HookCalls } from "./hook-calls";
import { Ledger } from "./ledger";
import { Reporter } from "./reporter";
import { World } from "./world";

const defaultParallel = 16;

/** The parts of one operation, put together. */
export class Session {
  readonly emitter: Emitter;
  readonly reporter: Reporter;
  readonly registry: ProviderRegistry;
  readonly world: World;
  readonly ledger: Ledger;
  readonly planner: Planner;
  readonly executor: Executor;

  /** @param onStop hears that the operation can't succeed any more */
  constructor(
    readonly options: DeploymentOptions,
    onStop: () => void,
  ) {
    const { preview, recorder, refresh = false, refreshOnly = false, refreshProgram = false } = options;
    this.emitter = new Emitter(options.onEvent, options.secretFilter);
    this.reporter = new Reporter(this.emitter, { preview, refreshOnly, refresh });
    this.registry = new ProviderRegistry({
      preview,
      engineAddress: options.engineAddress ?? "",
      loadProvider: options.loadProvider,
      warn: (urn, message) => {
        this.reporter.warning(message, urn);
      },
    });
    this.world = new World(options.base.resources);
    this.ledger = new Ledger(this.world.base, preview ? undefined : recorder, refreshOnly && refreshProgram);
    const context: StepContext = {
      preview,
      registry: this.registry,
      ledger: this.ledger,
      world: this.world,
      hooks: new HookCalls(options.hooks, preview, this.reporter),
      diagnostics: this.reporter,
      providerOf: (resource) => this.#providerOf(resource),
      now: () => new Date().toISOString(),
    };
    this.planner = new Planner(context, options);
    const { beforeStep, parallel = defaultParallel, continueOnError = false } = options;
    const { parallelReads = parallel } = options;
    const execution = { parallel, parallelReads, continueOnError, beforeStep };
    this.executor = new Executor(context, this.reporter, execution, onStop);
  }

  /** Puts what refreshes found in the place of the state's resources. */
  rebase(entries: World["base"]): void {
    this.ledger.rebase(this.world.base, entries);
    this.world.rebase(entries);
  }

  #providerOf({ urn, type, provider }: { urn: Urn; type: string; provider: string }): ResourceProvider {
    if (isProviderType(type)) return this.registry;
    const found = this.registry.get(provider);
    if (found) return found;
    if (provider !== "" && parseProviderReference(provider).id === deniedDefaultProvider) {
      const packageName = packageOfType(type);
      return this.planner.bail(
        `Default provider for '${packageName}' disabled. '${urn}' must use an explicit provider.`,
        urn,
      );
    }
    return this.planner.bail(`unknown provider '${provider}' for resource '${urn}'`, urn);
  }
}
