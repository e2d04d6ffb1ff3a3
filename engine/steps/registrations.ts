import { EngineError } from "../errors";
import type { NegotiatedProvider } from "../plugins/negotiated-provider";
import { childUrn, isProviderType, parseUrn, rootStackType, type Urn } from "../urn";
import type { ResourceState } from "../state/resource-state";
import type { PropertyMap } from "../values";
import { DefaultProviders } from "./default-providers";
import { dependenciesOf } from "./dependencies";
import type { LogLine, Registrar } from "./deployment";
import type { Entry } from "./entry";
import { BailError } from "./generator/bail-error";
import { decide, type Decision } from "./generator/decide";
import { prepare, type Prepared } from "./generator/prepare";
import { stepsOfRead } from "./generator/read";
import { refuseUntargetedDependencies } from "./generator/validate";
import type { Goal, ProviderRequest, ReadGoal, Registered } from "./goal";
import { RefreshStep } from "./kinds/refresh";
import { registerOutputs } from "./register-outputs";
import type { Session } from "./session";
import { entryOf, type Registration, type Step } from "./step";
import { DeploymentStoppedError } from "./stopped-error";
import { Turn } from "./turn";

type Settle = Registration["settle"];

/** Takes what the program registers, decides about one after the other, and has the steps run. */
export class Registrations implements Registrar {
  readonly #turn = new Turn();
  readonly #waiting = new Set<() => void>();
  readonly #handling = new Set<Promise<void>>();
  readonly #skipped = new Set<Urn>();
  readonly #defaults: DefaultProviders;
  #open = true;
  /** The stack's own outputs, which are kept for the end: only then is known whether all went well. */
  stackOutputs: { urn: Urn; outputs: PropertyMap } | undefined;

  constructor(private readonly session: Session) {
    this.#defaults = new DefaultProviders(session.options, (goal) => this.registerResource(goal));
  }

  registerResource(goal: Goal): Promise<Registered> {
    return this.#wait(goal, (settle) => this.#register({ goal, settle }));
  }

  readResource(goal: ReadGoal): Promise<Registered> {
    return this.#wait(goal, async (settle) => {
      const steps = await this.#turn.take(() => stepsOfRead(this.session.planner, goal, settle));
      refuseUntargetedDependencies(this.session.planner, steps);
      await this.#submit(steps);
    });
  }

  registerResourceOutputs(urn: Urn, outputs: PropertyMap): Promise<void> {
    if (!this.#open) return Promise.reject(new DeploymentStoppedError());
    if (parseUrn(urn).qualifiedType === rootStackType) {
      this.stackOutputs = { urn, outputs };
      return Promise.resolve();
    }
    return this.#turn
      .take(() => registerOutputs(this.session, urn, outputs))
      .catch((error: unknown) => {
        this.fail(error, urn);
        throw new DeploymentStoppedError();
      });
  }

  defaultProvider(request: ProviderRequest): Promise<string> {
    return this.#defaults.reference(request);
  }

  provider(reference: string): NegotiatedProvider {
    const provider = this.session.registry.get(reference);
    if (!provider) throw new EngineError(`unknown provider '${reference}'`);
    return provider;
  }

  resource(urn: Urn): ResourceState | undefined {
    return this.session.world.current(urn);
  }

  log({ severity, message, ...about }: LogLine): void {
    this.session.emitter.diagnostic(severity, message, about);
  }

  /** Takes nothing more; who waits hears of it. */
  close(): void {
    this.#open = false;
    for (const stop of this.#waiting) stop();
    this.#waiting.clear();
  }

  /** Resolves when everything that was registered has been dealt with. */
  async idle(): Promise<void> {
    while (this.#handling.size > 0) await Promise.all(this.#handling);
  }

  /** Ends the operation because of an error. */
  fail(error: unknown, urn?: Urn): void {
    this.session.planner.failed = true;
    const isTold = error instanceof BailError || error instanceof DeploymentStoppedError;
    if (!isTold) this.session.reporter.error(error instanceof Error ? error.message : String(error), urn);
    this.session.executor.stop();
  }

  #wait(
    { type, name, parent }: Pick<Goal, "type" | "name" | "parent">,
    work: (settle: Settle) => Promise<void>,
  ): Promise<Registered> {
    if (!this.#open) return Promise.reject(new DeploymentStoppedError());
    return new Promise((resolve, reject) => {
      const stop = () => {
        reject(new DeploymentStoppedError());
      };
      this.#waiting.add(stop);
      const settle: Settle = (entry, result) => {
        this.#waiting.delete(stop);
        resolve(registered(entry, result));
      };
      const { stack, project } = this.session.options;
      const handled = work(settle).catch((error: unknown) => {
        this.fail(error, childUrn(stack, project, parent, type, name));
      });
      this.#handling.add(handled);
      void handled.finally(() => this.#handling.delete(handled));
    });
  }

  async #register(registration: Registration): Promise<void> {
    const { planner, executor } = this.session;
    const begun = await this.#turn.take(async () => {
      if (executor.stopped) throw new DeploymentStoppedError();
      const prepared = prepare(planner, registration);
      return this.#needsRefresh(prepared) ? { prepared } : { decision: await this.#decide(prepared) };
    });
    const decision = begun.decision ?? (await this.#decideRefreshed(begun.prepared));
    const succeeded = await this.#submit(decision.steps);
    const { afterImport } = decision;
    if (!afterImport || !succeeded) return;
    await this.#submit(await this.#turn.take(async () => this.#validated(await afterImport())));
  }

  async #decide(prepared: Prepared): Promise<Decision> {
    const decision = await decide(this.session.planner, prepared);
    this.#validated(decision.steps);
    return decision;
  }

  #validated(steps: readonly Step[]): readonly Step[] {
    refuseUntargetedDependencies(this.session.planner, steps);
    return steps;
  }

  /** Whether the resource is refreshed now, in an operation that runs the program for that. */
  #needsRefresh({ old, goal }: Prepared): boolean {
    const { refresh, refreshProgram } = this.session.options;
    if (!refresh || !refreshProgram || !old || !goal.custom || isProviderType(goal.type)) return false;
    return this.session.planner.isIncluded(old.state);
  }

  async #decideRefreshed(prepared: Prepared): Promise<Decision> {
    const { planner, executor, world } = this.session;
    const { old, urn } = prepared;
    if (!old) throw new Error(`${urn} has nothing to refresh`);
    planner.tracker.refreshes.add(urn);
    const step = new RefreshStep(old, prepared.new);
    if (!(await executor.chain([step]))) throw new BailError(`${urn} could not be refreshed`);
    const found = step.new;
    if (found) {
      world.graph.alias(found, old);
      planner.tracker.refreshed.set(old, found);
    }
    return this.#turn.take(() => this.#decide({ ...prepared, old: found }));
  }

  /** Runs steps, but for those that depend on one that failed. Resolves to whether all were run and went well. */
  async #submit(steps: readonly Step[]): Promise<boolean> {
    const { executor } = this.session;
    for (const step of executor.errored) this.#skipped.add(entryOf(step).state.urn);
    const wanted = steps.filter((step) => {
      const { state } = entryOf(step);
      if (!dependenciesOf(state).some(({ urn }) => this.#skipped.has(urn))) return true;
      step.settle("skipped");
      this.#skipped.add(state.urn);
      return false;
    });
    return wanted.length > 0 && (await executor.chain(wanted)) && wanted.length === steps.length;
  }
}

function registered({ state }: Entry, result: Registered["result"]): Registered {
  const { urn, id, inputs, outputs } = state;
  return { urn, id, inputs, outputs, result };
}
