import type { DiagnosticEvent, EngineEvent } from "../events/engine-event";
import type { NegotiatedProvider } from "../plugins/negotiated-provider";
import type { Provider } from "../plugins/provider";
import type { PluginChoice } from "../plugins/provider-inputs";
import type { PluginSpec } from "../plugins/provider-registry";
import type { Recorder } from "../state/recorder";
import type { ResourceState } from "../state/resource-state";
import type { SecretFilter } from "../secret-filter";
import type { Snapshot } from "../state/snapshot";
import type { Urn } from "../urn";
import type { PropertyMap } from "../values";
import type { Autonaming } from "./autonaming";
import type { Goal, ProviderRequest, ReadGoal, Registered } from "./goal";
import type { HookRunner } from "./hooks";
import type { UpcomingStep } from "./step";
import type { StepOp } from "./step-op";

/**
 * One operation on one stack: it turns what the program registers into steps, runs them, and keeps the state. The
 * monitor's handlers call the middle part; whole operations call `execute`.
 */
export interface Deployment extends Registrar {
  /**
   * Runs the operation: refreshes first where that is asked for, then runs the program, then deletes what the program
   * no longer has. It resolves when every step has ended and is saved, whatever the outcome; it rejects only for a
   * defect, or when a save failed.
   *
   * @param program The run of the program: resolves when it ended well and all its registrations were made, rejects
   * when it failed (the error is the caller's to tell, by `log`). Its signal fires as soon as the operation can't succeed; from then on nobody waits for it. Leave
   * it out to destroy (nothing is registered, so all is deleted), to refresh only, and to import.
   */
  execute(program?: (signal: AbortSignal) => Promise<void>): Promise<DeploymentResult>;

  /**
   * Starts no further step and asks the providers to stop; `execute` then resolves as soon as the running ones end, or
   * are given up.
   */
  cancel(): void;
}

/** What the monitor calls while the program runs. Each rejects with DeploymentStoppedError once the operation stops. */
export interface Registrar {
  registerResource(goal: Goal): Promise<Registered>;
  registerResourceOutputs(urn: Urn, outputs: PropertyMap): Promise<void>;
  readResource(goal: ReadGoal): Promise<Registered>;
  /** The reference of a package's default provider, which is registered at its first use. */
  defaultProvider(request: ProviderRequest): Promise<string>;
  /** The configured provider behind a reference, for Invoke, Call and Construct. */
  provider(reference: string): NegotiatedProvider;
  /** A resource that this operation has registered or read. */
  resource(urn: Urn): ResourceState | undefined;
  /** Puts a line of the program, a provider or the engine among the events. */
  log(line: LogLine): void;
}

export interface LogLine {
  severity: DiagnosticEvent["severity"];
  message: string;
  /** The resource that it is about. */
  urn?: Urn | undefined;
  streamID?: number | undefined;
  /** It is about the moment only. */
  ephemeral?: boolean | undefined;
}

export interface DeploymentResult {
  outcome: "succeeded" | "failed" | "canceled";
  /** How many resources each kind of step was done to. */
  changes: Partial<Record<StepOp, number>>;
  /** A provider failed without telling how far it came. */
  maybeCorrupt: boolean;
  /** What the program rejected with. */
  programError?: unknown;
  /** What code is written for, where an import was asked for it. */
  imported?: Imported | undefined;
}

/** Resources that an import was about, those that had been imported before among them. */
export interface Imported {
  /** Components have no code. */
  readonly urns: readonly Urn[];
  /** What their providers tell of their packages, by the packages' names; without those that tell nothing. */
  readonly schemas: Readonly<Record<string, string>>;
}

export interface DeploymentOptions {
  project: string;
  stack: string;
  /** The state to begin with; nothing of it is changed in place. */
  base: Pick<Snapshot, "resources" | "pendingOperations">;
  /** Keeps the state as steps go; made of the same base. Leave it out of a preview. */
  recorder?: Recorder | undefined;
  preview: boolean;
  /** The stack's configuration for the first event; secrets as `[secret]`. */
  config?: Readonly<Record<string, string>> | undefined;
  /** Takes out of what events show what is secret in the configuration. @default nothing is */
  secretFilter?: SecretFilter | undefined;
  /** How many steps run at once. @default 16 */
  parallel?: number | undefined;
  /** How many resources are read at once before the program runs. @default `parallel` */
  parallelReads?: number | undefined;
  /** Read every resource before the program runs. */
  refresh?: boolean | undefined;
  /** Only refresh: neither create, update nor delete. */
  refreshOnly?: boolean | undefined;
  /** Refresh each resource as the program registers it (`--run-program`), not all of them before. */
  refreshProgram?: boolean | undefined;
  /** Destroy while the program runs (`--run-program`), for its hooks and fresh provider configuration. */
  destroyProgram?: boolean | undefined;
  /** Resources to import; nothing else is done then. */
  imports?: readonly ImportSpec[] | undefined;
  /** Tell by {@link DeploymentResult.imported} what code is written for. */
  generateCode?: boolean | undefined;
  /** URNs, or patterns with `*` (no `:`) and `**`. */
  targets?: readonly string[] | undefined;
  targetDependents?: boolean | undefined;
  excludes?: readonly string[] | undefined;
  excludeDependents?: boolean | undefined;
  replaceTargets?: readonly string[] | undefined;
  /** After a failed step, go on with what does not depend on it. */
  continueOnError?: boolean | undefined;
  /** How long a canceled operation waits for its providers, in milliseconds. @default 60,000 */
  cancelGrace?: number | undefined;
  /** Versions and download addresses of default providers whose registrations name none, by package. */
  defaultProviders?: Readonly<Record<string, PluginChoice>> | undefined;
  /** The stack's configuration of one package: key without the namespace to value. */
  packageConfig: (packageName: string) => PropertyMap;
  /** Address of the engine's gRPC server, which plugins get to hear. @default "" */
  engineAddress?: string | undefined;
  /** Loads and starts a plugin; package `pulumi` is the engine's own (stack references and so on). */
  loadProvider: (plugin: PluginSpec) => Promise<Provider>;
  onEvent: (event: EngineEvent) => void;
  /** How physical names are made up. @default as each provider does it */
  autonaming?: Autonaming | undefined;
  /** What a provider draws a resource's random names from. @default 32 random bytes for each */
  randomSeed?: ((urn: Urn) => Uint8Array) | undefined;
  /**
   * Is shown each step before it is begun. What it throws fails the step, of which nothing is done then; its error is
   * told as the step's own.
   */
  beforeStep?: ((step: UpcomingStep) => void) | undefined;
  hooks?: HookRunner | undefined;
}

export interface ImportSpec {
  type: string;
  name: string;
  /** "" for a component. */
  id: string;
  parent?: Urn | undefined;
  /** URN of an explicit provider; else the package's default provider. */
  provider?: Urn | undefined;
  version?: string | undefined;
  pluginDownloadUrl?: string | undefined;
  protect?: boolean | undefined;
  /** Which inputs to keep; all of them by default. */
  properties?: readonly string[] | undefined;
  component?: boolean | undefined;
}
