import type { StackLock } from "../backend";
import { errorsInWordsOf } from "../command-words";
import { messageOf } from "../monitor/invoke";
import { Monitor } from "../monitor/monitor";
import { MonitorServer } from "../monitor/server";
import { SourcePositions } from "../monitor/source-positions";
import { PluginHost } from "../plugins/plugin-host";
import type { ProgramContext } from "../program/run-program";
import { StackDeployment } from "../steps/stack-deployment";
import type { Autonaming } from "../steps/autonaming";
import type { Deployment, DeploymentOptions } from "../steps/deployment";
import { secretFilter, type SecretFilter } from "../secret-filter";
import type { Recorder, Snapshot } from "../state";
import type {
  OperationKind,
  OperationOptions,
  OperationProject,
  OperationResult,
  OperationTarget,
} from "./operation";
import { readAutonaming } from "./autonaming-config";
import { codeFor } from "./code-for";
import { checkTargets } from "./check-targets";
import { defaultPlugins } from "./default-plugins";
import { packageConfig, shownConfig } from "./package-config";
import { pluginPlaces } from "./plugin-places";
import { ProgramRun, type PreparedProgram } from "./program-run";
import { folderOf, prepareProgram } from "./project-program";
import { recordUpdate } from "./record-update";
import { releaseAtExit } from "./release-at-exit";
import { outputsIn, readStackOutputs } from "./stack-outputs";
import { openRecorder, readState, withSecretsProvider } from "./stack-state";
import { Stopwatch } from "./timings";

const defaultParallel = 16;
/** To read costs a host little; who waits for it is far away. */
const defaultParallelReads = 64;

/**
 * Runs one operation on one stack: takes its lock, reads its state, runs the program, does what it asks for while the
 * state is saved after every step, and gives the lock back, whatever happened.
 */
export async function runOperation(
  kind: OperationKind,
  target: OperationTarget,
  options: OperationOptions = {},
): Promise<OperationResult> {
  const stopwatch = new Stopwatch();
  try {
    // A preview changes nothing: like the CLI's, it goes on beside whoever holds the stack.
    if (isPreview(kind, options)) return await new Operation(kind, target, options, stopwatch).run(undefined);
    return await runLocked(kind, target, options, stopwatch);
  } finally {
    await target.early?.close();
  }
}

async function runLocked(
  kind: OperationKind,
  target: OperationTarget,
  options: OperationOptions,
  stopwatch: Stopwatch,
): Promise<OperationResult> {
  const lock = await stopwatch.measure("lock", () => target.backend.lock(target.stack, options.lock));
  const forget = releaseAtExit(lock);
  try {
    return await new Operation(kind, target, options, stopwatch).run(lock);
  } finally {
    await lock.release();
    forget();
  }
}

function isPreview(kind: OperationKind, options: OperationOptions): boolean {
  return kind === "preview" || options.previewOnly === true;
}

/** One operation, from the state that it begins with to the one that it leaves. */
class Operation {
  private readonly environment: NodeJS.ProcessEnv;
  private readonly context: ProgramContext;
  private readonly autonaming: Autonaming | undefined;
  private readonly filter: SecretFilter;

  constructor(
    private readonly kind: OperationKind,
    private readonly target: OperationTarget,
    private readonly options: OperationOptions,
    private readonly stopwatch: Stopwatch,
  ) {
    const { project, stack, configuration } = target;
    this.environment = options.environment ?? process.env;
    this.context = {
      organization: "organization",
      project: project.name,
      stack: stack.name,
      rootFolder: project.folder,
      dryRun: isPreview(kind, options),
      parallel: this.parallel ?? defaultParallel,
      config: configuration.values,
      configSecretKeys: configuration.secretKeys,
    };
    this.filter = secretFilter(configuration.secrets);
    // Nothing else brings resources to what the program asks for.
    const usesNames = kind === "update" || kind === "preview";
    this.autonaming = usesNames ? readAutonaming(configuration, this.context) : undefined;
  }

  async run(lock: StackLock | undefined): Promise<OperationResult> {
    const { stopwatch, target } = this;
    const reading = stopwatch.measure("state", () => readState(target));
    // The state's key is derived on another thread meanwhile.
    const warnings: string[] = [];
    const prepared = stopwatch.measureSync("sdk", () => this.prepare((warning) => warnings.push(warning)));
    const read = await reading;
    if (this.kind === "refresh" || this.kind === "destroy") {
      const { targets = [], excludes = [] } = this.options;
      checkTargets(read.resources, [...targets, ...excludes]);
    }
    const known = this.options.clearPendingCreates === true ? withoutPendingCreates(read) : read;
    const base = lock === undefined ? known : await withSecretsProvider(target, known);
    const saving = lock && openRecorder(target, base, lock, stopwatch);
    const startTime = new Date();
    const result = await this.deploy(base, prepared, saving?.recorder, warnings);
    const closing = saving?.close();
    const recording =
      lock &&
      stopwatch.measure("history", () =>
        recordUpdate(this.kind, target, { ...result, startTime, message: this.options.message }),
      );
    // Both are over, whichever fails, before the lock is given back.
    await Promise.allSettled([closing, recording]);
    await closing;
    const record = await recording;
    return { ...result, record, timings: stopwatch.result() };
  }

  /** How many steps the user lets run at once. */
  private get parallel(): number | undefined {
    return this.options.parallel ?? parallelIn(this.environment);
  }

  private prepare(warn: (message: string) => void): PreparedProgram | undefined {
    const { kind, options, target } = this;
    const runsProgram = kind === "update" || kind === "preview" || options.runProgram === true;
    if (!runsProgram || kind === "import") return undefined;
    return prepareProgram(target.project, {
      source: options.program ?? "project",
      typeCheck: options.typeCheck ?? false,
      environment: this.environment,
      warn,
    });
  }

  private async deploy(
    base: Snapshot,
    prepared: PreparedProgram | undefined,
    recorder: Recorder | undefined,
    warnings: readonly string[],
  ): Promise<Omit<OperationResult, "record" | "timings">> {
    const { options, stopwatch } = this;
    const defaultProviders = defaultPlugins(base.resources);
    const monitor: Monitor = new Monitor({
      context: this.context,
      folder: prepared?.folder ?? this.target.project.folder,
      positions: positionsOf(this.target.project, prepared),
      defaultProviders,
      address: () => server.address(),
    });
    const server = new MonitorServer(monitor);
    const plugins = this.openPlugins(monitor, prepared);
    const deployment = new StackDeployment({
      ...this.deploymentOptions(),
      base,
      recorder,
      defaultProviders,
      hooks: monitor.hooks,
      loadProvider: async (plugin) =>
        stopwatch.watch(await stopwatch.measure("plugins", () => plugins.load(plugin))),
    });
    monitor.attach(deployment);
    for (const message of warnings) deployment.log({ severity: "warning", message });
    const cancel = (): void => deployment.cancel();
    options.signal?.addEventListener("abort", cancel, { once: true });
    if (options.signal?.aborted === true) cancel();
    const program =
      prepared && new ProgramRun(prepared, this.context, monitor, stopwatch, options, this.filter);
    try {
      const { imported, ...result } = await deployment.execute(
        program && ((signal) => tellingErrors(deployment, program, signal)),
      );
      const { resources } = recorder?.snapshot() ?? base;
      const code = imported && codeFor(imported, resources, options.variables);
      return { ...result, code, outputs: outputsIn(resources) };
    } finally {
      await program?.end();
      options.signal?.removeEventListener("abort", cancel);
      monitor.close();
      server.close();
    }
  }

  private openPlugins(monitor: Monitor, prepared: PreparedProgram | undefined): PluginHost {
    const { environment, options, target } = this;
    const { backend, passphrase, project } = target;
    return new PluginHost({
      places: pluginPlaces(project, environment, prepared),
      inProcess: target.early?.plugins ?? options.providers ?? {},
      builtin: {
        stackOutputs: (name) => readStackOutputs(backend, name, project.name, passphrase),
        resource: (urn) => monitor.registrar.resource(urn),
      },
      project: project.name,
      folder: prepared?.folder ?? folderOf(project),
      runtimeOptions: project.runtimeOptions,
      environment,
      engine: {
        log: (line) => monitor.registrar.log(line),
        engineAddress: () => monitor.options.address(),
      },
    });
  }

  private deploymentOptions(): Omit<DeploymentOptions, "base" | "loadProvider"> {
    const { kind, options, target } = this;
    const { configuration, project, stack } = target;
    const runsProgram = options.runProgram === true;
    return {
      project: project.name,
      stack: stack.name,
      preview: isPreview(kind, options),
      config: shownConfig(configuration),
      secretFilter: this.filter,
      parallel: this.context.parallel,
      parallelReads: this.parallel ?? defaultParallelReads,
      refresh: kind === "refresh" || (options.refresh ?? project.refresh),
      refreshOnly: kind === "refresh",
      refreshProgram: kind !== "destroy" && runsProgram,
      destroyProgram: kind === "destroy" && runsProgram,
      imports: options.imports,
      generateCode: options.generateCode,
      targets: options.targets,
      targetDependents: options.targetDependents,
      excludes: options.excludes,
      excludeDependents: options.excludeDependents,
      replaceTargets: options.replace,
      continueOnError: options.continueOnError,
      cancelGrace: options.cancelGrace,
      packageConfig: (name) => packageConfig(configuration, name),
      onEvent: errorsInWordsOf(target.command, options.onEvent ?? (() => {})),
      beforeStep: options.beforeStep,
      autonaming: this.autonaming,
      randomSeed: options.randomSeed,
    };
  }
}

function withoutPendingCreates(snapshot: Snapshot): Snapshot {
  const pendingOperations = snapshot.pendingOperations.filter(({ type }) => type !== "creating");
  return { ...snapshot, pendingOperations };
}

/** `PULUMI_PARALLEL`, if it is a number of steps. */
function parallelIn(environment: NodeJS.ProcessEnv): number | undefined {
  const given = Number(environment["PULUMI_PARALLEL"]);
  return Number.isInteger(given) && given > 0 ? given : undefined;
}

/** Runs a program and puts what it fails with among the events. */
async function tellingErrors(
  deployment: Deployment,
  program: ProgramRun,
  signal: AbortSignal,
): Promise<void> {
  try {
    await program.start(signal);
  } catch (error) {
    if (!signal.aborted) deployment.log({ severity: "error", message: messageOf(error) });
    throw error;
  }
}

function positionsOf(project: OperationProject, prepared: PreparedProgram | undefined): SourcePositions {
  const transpiler = prepared?.kind === "project" ? prepared.transpiler : undefined;
  return new SourcePositions(project.folder, (file, line, column) =>
    transpiler?.originalPosition(file, line, column),
  );
}
