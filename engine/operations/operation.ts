import type { Backend, LockOptions, StackReference, UpdateConfigValue, UpdateRecord } from "../backend";
import type { GeneratedCode } from "../codegen";
import type { EngineEvent } from "../events/engine-event";
import type { InProcessPlugin } from "../plugins/in-process";
import type { ProjectPlugin } from "../plugins/find-plugin";
import type { PassphraseSource, SecretsProvider } from "../secrets";
import type { SealedSnapshot } from "../state";
import type { DeploymentResult, ImportSpec } from "../steps/deployment";
import type { UpcomingStep } from "../steps/step";
import type { Urn } from "../urn";
import type { PropertyMap } from "../values";
import type { Timings } from "./timings";

/** What is done to a stack. */
export type OperationKind = "update" | "preview" | "refresh" | "destroy" | "import";

/** A stack, with all that an operation on it needs. */
export interface OperationTarget {
  readonly backend: Backend;
  readonly stack: StackReference;
  readonly project: OperationProject;
  readonly configuration: StackConfiguration;
  /** What the stack's settings say that secrets are encrypted with; undefined if they say nothing. */
  readonly secretsProvider: SecretsProvider | undefined;
  /** Puts a salt into the stack's settings: without it there, the CLI would make another one. */
  keepSalt(salt: string): Promise<void>;
  /** For the secrets of a state that names its own provider. */
  readonly passphrase: PassphraseSource;
  /** The command that messages advise. */
  readonly command: string;
  /** The operation's providers, if they have heard already what it will read. */
  readonly early?: EarlyProviders | undefined;
  /** Its state as it was before it was locked, and before the key was there. */
  readonly sealed?: SealedSnapshot | undefined;
}

/** Providers in this process that were made before their operation. */
export interface EarlyProviders {
  /** In the place of the operation's `providers`. */
  readonly plugins: Readonly<Record<string, InProcessPlugin>>;
  /** Ends those that the operation has not asked for. */
  close(): Promise<void>;
}

/** An operation that is about to be run. */
export interface UpcomingOperation {
  readonly kind: OperationKind;
  readonly options: OperationOptions;
}

/** What Pulumi.yaml says. */
export interface OperationProject {
  readonly name: string;
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  /** `main`: where the program is, relative to the folder. */
  readonly main?: string | undefined;
  /** `runtime`: what the program is written in. @default "nodejs" */
  readonly runtime?: string;
  /** `runtime.options`. */
  readonly runtimeOptions: Readonly<Record<string, unknown>>;
  /** `options.refresh: always`: every operation reads all resources before. */
  readonly refresh: boolean;
  /** `plugins.providers`. */
  readonly plugins: readonly ProjectPlugin[];
}

/** A stack's configuration, in plain. It never leaves the process but to the program and its providers. */
export interface StackConfiguration {
  /** `<namespace>:<key>` to the value as text; what is no text is JSON. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** The secrets themselves, those within maps and lists each for itself: what is shown is kept free of them. */
  readonly secrets: readonly string[];
  /** The same as the stack's history keeps it; secrets are ciphertexts. */
  readonly recorded: Readonly<Record<string, UpdateConfigValue>>;
}

/** What is run: the project's program, a function in its stead, or the project's program in a child process. */
export type ProgramSource = "project" | "child" | (() => unknown);

export interface OperationOptions {
  /** @default "project" */
  readonly program?: ProgramSource | undefined;
  /** How many steps run at once. @default PULUMI_PARALLEL, or 16, and 64 while all resources are read */
  readonly parallel?: number | undefined;
  /** Read all resources before. @default what Pulumi.yaml's `options.refresh` says */
  readonly refresh?: boolean | undefined;
  /** In a refresh: drop the creations whose end no earlier run saw. */
  readonly clearPendingCreates?: boolean | undefined;
  /**
   * Run the program in refresh and destroy too; in an update that refreshes, read each resource as it is registered, and
   * not all before.
   */
  readonly runProgram?: boolean | undefined;
  /** Only say what a refresh or a destroy would do. A preview is an update of which this is said. */
  readonly previewOnly?: boolean | undefined;
  readonly targets?: readonly string[] | undefined;
  readonly targetDependents?: boolean | undefined;
  readonly excludes?: readonly string[] | undefined;
  readonly excludeDependents?: boolean | undefined;
  readonly replace?: readonly string[] | undefined;
  readonly continueOnError?: boolean | undefined;
  readonly imports?: readonly ImportSpec[] | undefined;
  /** Write TypeScript for what is imported. @default false */
  readonly generateCode?: boolean | undefined;
  /** What the program calls resources, for the code. */
  readonly variables?: Readonly<Record<Urn, string>> | undefined;
  /** Check the program's types while it runs; errors fail the operation before anything is deleted. */
  readonly typeCheck?: boolean | undefined;
  /** Kept in the stack's history. */
  readonly message?: string | undefined;
  /** Providers that run in this process, by package. */
  readonly providers?: Readonly<Record<string, InProcessPlugin>> | undefined;
  readonly lock?: LockOptions | undefined;
  /** Stops the operation: what is under way ends, nothing new begins. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How long the operation, when it is stopped, waits for what providers were asked, in milliseconds. Then it gives them
   * up; creations that nobody knows the end of stay in the state as pending.
   *
   * @default 60,000
   */
  readonly cancelGrace?: number | undefined;
  /**
   * How long a hook or transform of the program may take while nothing else is under way, in milliseconds: then it waits
   * for what never comes, and fails.
   *
   * @default 600,000
   */
  readonly callbackPatience?: number | undefined;
  /**
   * Is told of a SIGINT that came while the project's program did something without waiting, such as a loop without an
   * end: it is broken off, since no listener of the process would hear the signal. Without it nothing is broken off.
   */
  readonly onInterrupt?: (() => void) | undefined;
  readonly onEvent?: ((event: EngineEvent) => void) | undefined;
  /** What a provider draws a resource's random names from. @default 32 random bytes for each */
  readonly randomSeed?: ((urn: Urn) => Uint8Array) | undefined;
  /** Is shown each step before it is begun. What it throws fails the step, of which nothing is done then. */
  readonly beforeStep?: ((step: UpcomingStep) => void) | undefined;
  /** The environment of plugins and child programs. @default the process's own */
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

export interface OperationResult extends Omit<DeploymentResult, "imported"> {
  /** Of an import that was asked for code. */
  readonly code?: GeneratedCode | undefined;
  /** The stack's outputs; secrets are marked. */
  readonly outputs: PropertyMap;
  readonly timings: Timings;
  /** What the stack's history keeps of it; undefined for what changes nothing. */
  readonly record: UpdateRecord | undefined;
}
