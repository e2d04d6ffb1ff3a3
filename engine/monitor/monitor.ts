import type { PluginChoice } from "../plugins/provider-inputs";
import type { ProgramContext } from "../program/run-program";
import type { NegotiatedProvider } from "../plugins/negotiated-provider";
import type { ProgramInfo } from "../plugins/provider";
import { parseProviderReference } from "../provider-reference";
import { deniedDefaultProvider } from "../plugins/denied-provider";
import type { Registrar } from "../steps/deployment";
import type { Goal, ProviderRequest } from "../steps/goal";
import type { Urn } from "../urn";
import { Callbacks } from "./callbacks";
import { Hooks } from "./hooks";
import { Packages } from "./packages";
import type { SourcePositions } from "./source-positions";
import { Transforms } from "./transforms";

/** What the monitor needs to serve one run of one program. */
export interface MonitorOptions {
  readonly context: ProgramContext;
  /** The folder that relative paths of assets are relative to. */
  readonly folder: string;
  readonly positions: SourcePositions;
  /** The plugins of packages whose registrations name none. */
  readonly defaultProviders: Readonly<Record<string, PluginChoice>>;
  /** The address at which providers reach this monitor, for components that they make. */
  readonly address: () => Promise<string>;
}

/** What a run has told the engine so far, and what its calls share. The handlers of the RPCs work on it. */
export class Monitor {
  readonly callbacks = new Callbacks();
  readonly hooks = new Hooks(this.callbacks);
  readonly transforms = new Transforms();
  readonly packages = new Packages();
  /** What was registered so far: children inherit from it. */
  readonly goals = new Map<Urn, Goal>();
  /** The `providers` of components, by package: their descendants use them. */
  readonly componentProviders = new Map<Urn, ReadonlyMap<string, string>>();
  rootResource: Urn | undefined;
  /** Whether the main part of the program has ended: the stack's outputs came. */
  hasStackOutputs = false;
  /** Whether the program has told that it asks for nothing more, though its main part has not ended. */
  hasStalled = false;

  /** Calls over the socket that are not answered yet. */
  callsUnderWay = 0;

  /** Resolves when the program has told that it asks for nothing more. */
  readonly ended: Promise<void>;
  /** Tells so. */
  readonly end: () => void;
  /** Resolves when the operation is over, and with it the program may end too. */
  readonly released: Promise<void>;
  readonly release: () => void;

  private attached: Registrar | undefined;

  constructor(readonly options: MonitorOptions) {
    [this.ended, this.end] = latch();
    [this.released, this.release] = latch();
  }

  get registrar(): Registrar {
    if (this.attached === undefined) throw new Error("the monitor is used before its deployment is there");
    return this.attached;
  }

  attach(registrar: Registrar): void {
    this.attached = registrar;
  }

  /** The reference that a call gave, or that of the package's default provider. */
  async providerReference(given: string, request: ProviderRequest): Promise<string> {
    return given === "" ? this.registrar.defaultProvider(request) : given;
  }

  /** The provider that a call is for. `what` is said if its default provider is forbidden. */
  async provider(given: string, request: ProviderRequest, what: string): Promise<NegotiatedProvider> {
    const reference = await this.providerReference(given, request);
    this.refuseDenied(reference, request.package, what);
    return this.registrar.provider(reference);
  }

  /** @throws Error if the stack's configuration forbids the package's default provider */
  refuseDenied(reference: string, packageName: string, what: string): void {
    if (parseProviderReference(reference).id !== deniedDefaultProvider) return;
    throw new Error(
      `Default provider for '${packageName}' disabled. '${what}' must use an explicit provider.`,
    );
  }

  /** What providers are told of the run that they work for. */
  async programInfo(): Promise<ProgramInfo> {
    const { context, address } = this.options;
    return {
      organization: context.organization,
      project: context.project,
      stack: context.stack,
      config: { ...context.config },
      configSecretKeys: [...context.configSecretKeys],
      dryRun: context.dryRun,
      parallel: context.parallel,
      monitorAddress: await address(),
    };
  }

  close(): void {
    this.release();
    this.callbacks.close();
  }
}

function latch(): [Promise<void>, () => void] {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return [opened, open];
}
