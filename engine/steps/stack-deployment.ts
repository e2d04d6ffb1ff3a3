import type { NegotiatedProvider } from "../plugins/negotiated-provider";
import type { ResourceState } from "../state/resource-state";
import type { Urn } from "../urn";
import type { PropertyMap } from "../values";
import type { Deployment, DeploymentOptions, DeploymentResult, Imported, LogLine } from "./deployment";
import { schedule, stepsOfDeletion } from "./generator/deletes";
import { refreshedBase, stepsOfLateRefresh } from "./generator/refreshes";
import type { Goal, ProviderRequest, ReadGoal, Registered } from "./goal";
import { importResources } from "./import-resources";
import { readImported } from "./imported";
import { pendingOperationsWarning } from "./pending-operations-warning";
import { refreshBefore } from "./refresh-before";
import { refuseDeleteHooks } from "./refuse-delete-hooks";
import { registerOutputs } from "./register-outputs";
import { Registrations } from "./registrations";
import { requireTargets } from "./require-targets";
import { Session } from "./session";
import { entryOf, type Step } from "./step";
import { DependencyGraph } from "./dependency-graph";
import type { Entry } from "./entry";

const defaultCancelGrace = 60_000;

type Program = (signal: AbortSignal) => Promise<void>;

/** One operation on one stack. */
export class StackDeployment implements Deployment {
  readonly #options: DeploymentOptions;
  readonly #session: Session;
  readonly #registrations: Registrations;
  readonly #abort = new AbortController();
  #canceled = false;
  #programError: unknown;
  #imported: Imported | undefined;
  /** Runs out some time after the operation was canceled. */
  #patience: NodeJS.Timeout | undefined;

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#session = new Session(options, () => {
      this.#registrations.close();
      this.#abort.abort();
    });
    this.#registrations = new Registrations(this.#session);
  }

  async execute(program?: Program): Promise<DeploymentResult> {
    const { emitter, reporter, ledger, executor, registry } = this.#session;
    const { preview, config = {} } = this.#options;
    const begun = Date.now();
    emitter.emit({ preludeEvent: { config: { ...config } } });
    try {
      await this.#operate(program).catch((error: unknown) => {
        this.#registrations.fail(error);
      });
      this.#registrations.close();
      await executor.idle();
      await this.#finishStack();
      if (executor.failed) reporter.error(`${preview ? "preview" : "update"} failed`);
      else if (this.#canceled) reporter.error(`${preview ? "preview" : "update"} canceled`);
      await ledger.saved();
      if (executor.saveError) throw executor.saveError;
    } finally {
      clearTimeout(this.#patience);
      await registry.close();
      const durationSeconds = Math.ceil((Date.now() - begun) / 1000);
      const { maybeCorrupt, changes } = reporter;
      const resourceChanges = { ...changes };
      emitter.emit({
        summaryEvent: { maybeCorrupt, durationSeconds, resourceChanges, PolicyPacks: {}, isPreview: preview },
      });
      emitter.emit({ cancelEvent: {} });
    }
    return {
      outcome: this.#failed ? "failed" : this.#canceled ? "canceled" : "succeeded",
      changes: { ...reporter.changes },
      maybeCorrupt: reporter.maybeCorrupt,
      ...(this.#programError === undefined ? {} : { programError: this.#programError }),
      ...(this.#imported === undefined ? {} : { imported: this.#imported }),
    };
  }

  cancel(): void {
    if (this.#canceled) return;
    this.#canceled = true;
    void this.#session.registry.cancel();
    this.#session.executor.stop();
    const { cancelGrace = defaultCancelGrace } = this.#options;
    const late = `has not answered for ${cancelGrace / 1000} s since the operation was canceled: it was given up`;
    this.#patience = setTimeout(() => this.#session.registry.abandon(late), cancelGrace);
  }

  registerResource(goal: Goal): Promise<Registered> {
    return this.#registrations.registerResource(goal);
  }

  registerResourceOutputs(urn: Urn, outputs: PropertyMap): Promise<void> {
    return this.#registrations.registerResourceOutputs(urn, outputs);
  }

  readResource(goal: ReadGoal): Promise<Registered> {
    return this.#registrations.readResource(goal);
  }

  defaultProvider(request: ProviderRequest): Promise<string> {
    return this.#registrations.defaultProvider(request);
  }

  provider(reference: string): NegotiatedProvider {
    return this.#registrations.provider(reference);
  }

  resource(urn: Urn): ResourceState | undefined {
    return this.#registrations.resource(urn);
  }

  log(line: LogLine): void {
    this.#registrations.log(line);
  }

  get #failed(): boolean {
    return this.#programError !== undefined || this.#session.planner.failed || this.#session.executor.failed;
  }

  async #operate(program: Program | undefined): Promise<void> {
    const { refresh, refreshOnly, refreshProgram, imports, generateCode, base, preview } = this.#options;
    if (imports) {
      const urns = await importResources(this.#session, imports);
      if (generateCode === true && !preview) this.#imported = await readImported(this.#session, urns);
      return;
    }
    if (!program && !refreshOnly) refuseDeleteHooks(this.#session);
    const needsRefresh = base.resources.some((state) => !state.delete && state.refreshBeforeUpdate);
    if (refresh && !refreshProgram) await refreshBefore(this.#session, false);
    else if (!refresh && !refreshProgram && needsRefresh) await refreshBefore(this.#session, true);
    else if (base.pendingOperations.length > 0 && !preview) {
      this.#session.reporter.warning(pendingOperationsWarning(base.pendingOperations));
    }
    const { executor, planner } = this.#session;
    if (executor.stopped || (refreshOnly && !refreshProgram)) return;
    requireTargets(this.#session, planner.replaceTargets);
    await this.#runProgram(program);
    if (executor.stopped) return;
    await this.#finish();
    requireTargets(this.#session, planner.targets);
  }

  async #runProgram(program: Program | undefined): Promise<void> {
    const { signal } = this.#abort;
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
    const ran = (program?.(signal) ?? Promise.resolve()).catch((error: unknown) => {
      // Once the operation is over, the program fails because of that.
      if (signal.aborted) return;
      this.#programError = error;
      this.#session.executor.stop();
    });
    await Promise.race([ran, aborted]);
    await this.#registrations.idle();
  }

  /** What the end of a program brings: the deletion, or the refresh, of what it did not register. */
  async #finish(): Promise<void> {
    const { planner, executor, world } = this.#session;
    // As in Pulumi's engine, a destruction that runs the program leaves what is only now registered.
    if (world.base.length === 0) return;
    await executor.idle();
    if (planner.mode === "refresh") {
      const steps = await stepsOfLateRefresh(planner);
      await executor.parallel(steps);
      this.#session.rebase(refreshedBase(world, steps));
      return;
    }
    const { sames, deletes } = await stepsOfDeletion(planner);
    await executor.chain(sames);
    for (const group of schedule(planner, deletes)) await executor.parallel(this.#deletable(group));
  }

  /** Without what a resource needs whose own deletion failed. */
  #deletable(group: readonly Step[]): readonly Step[] {
    const { executor, world, planner } = this.#session;
    if (executor.errored.length === 0) return group;
    const registered = new DependencyGraph(planner.tracker.toDelete);
    const needed = new Set<Entry>();
    for (const { old, new: entry } of executor.errored) {
      for (const failed of [old, entry]) {
        const graph = [world.graph, registered].find((candidate) => failed && candidate.has(failed));
        if (failed && graph) for (const other of graph.transitiveDependencies(failed)) needed.add(other);
      }
    }
    // What was registered in a destruction stands for what the state has under its URN, or had before it was renamed.
    const urns = new Set([...needed].map(({ state }) => state.urn));
    const stands = ({ state }: Entry): boolean => [state.urn, ...state.aliases].some((urn) => urns.has(urn));
    return group.filter((step) => {
      const entry = entryOf(step);
      return !(needed.has(entry) || (registered.has(entry) && stands(entry)));
    });
  }

  /** The stack's own outputs: after a failure, what did not come this time stays as it was. */
  async #finishStack(): Promise<void> {
    const { stackOutputs } = this.#registrations;
    if (!stackOutputs) return;
    const { urn, outputs } = stackOutputs;
    const old = this.#session.world.olds.get(urn)?.state.outputs;
    await registerOutputs(this.#session, urn, this.#failed ? { ...old, ...outputs } : outputs);
  }
}
