import { EngineError } from "../../errors";
import { parseProviderReference } from "../../provider-reference";
import type { ResourceState } from "../../state/resource-state";
import type { Urn } from "../../urn";
import type { StepContext } from "../context";
import { dependencyUrnsOf } from "../dependencies";
import type { DeploymentOptions } from "../deployment";
import { UrnTargets } from "../urn-targets";
import { BailError } from "./bail-error";
import { Tracker } from "./tracker";

/** How registrations become steps: as usual, only refreshed, or only so far as a destruction needs them. */
export type Mode = "update" | "refresh" | "destroy";

/** What all that decides about steps works with. */
export class Planner {
  readonly tracker = new Tracker();
  readonly targets: UrnTargets;
  readonly excludes: UrnTargets;
  readonly replaceTargets: UrnTargets;
  /** Targets with what is targeted because of them. */
  readonly targetsActual: UrnTargets;
  readonly excludesActual: UrnTargets;
  readonly mode: Mode;
  /** Something was found that lets the operation fail at its end. */
  failed = false;

  constructor(
    readonly context: StepContext,
    readonly options: DeploymentOptions,
  ) {
    this.targets = new UrnTargets(options.targets);
    this.excludes = new UrnTargets(options.excludes);
    this.replaceTargets = new UrnTargets(options.replaceTargets);
    this.targetsActual = this.targets.copy();
    this.excludesActual = this.excludes.copy();
    this.mode = options.destroyProgram ? "destroy" : options.refreshOnly ? "refresh" : "update";
  }

  get preview(): boolean {
    return this.context.preview;
  }

  /** Tells an error and ends the operation. */
  bail(message: string, urn?: Urn): never {
    this.context.diagnostics.error(message, urn);
    throw new BailError(message);
  }

  /** Ends the operation; the events have told why. */
  stopSilently(reason: string): never {
    throw new BailError(reason);
  }

  /** Tells an error that ends the operation at once, but lets a preview go on to tell the others. */
  refuse(message: string, urn?: Urn): void {
    this.failed = true;
    if (!this.preview) this.bail(message, urn);
    this.context.diagnostics.error(message, urn);
  }

  isIncluded(state: ResourceState): boolean {
    if (this.targets.isLimited) return this.isTargeted(state);
    return !this.excludes.isLimited || !this.isExcluded(state);
  }

  isTargeted(state: ResourceState): boolean {
    if (this.targets.has(state.urn)) return true;
    if (!this.options.targetDependents) return false;
    return dependencyUrnsOf(state).some((urn) => this.targetsActual.has(urn));
  }

  isExcluded(state: ResourceState): boolean {
    if (this.excludes.has(state.urn)) return true;
    if (!this.options.excludeDependents) return false;
    return dependencyUrnsOf(state).some((urn) => this.excludesActual.has(urn));
  }

  isReplaceTarget(urn: Urn, old: ResourceState | undefined): boolean {
    return (this.replaceTargets.isLimited && this.replaceTargets.has(urn)) || (old?.taint ?? false);
  }

  /** Configures the provider of a resource of the state, whether or not the program has it any more. */
  async ensureProvider(reference: string): Promise<void> {
    const { registry, world } = this.context;
    if (reference === "" || registry.get(reference)) return;
    const { urn, id } = parseProviderReference(reference);
    const entry = world.allOlds.get(urn)?.find(({ state }) => state.id === id);
    if (!entry) throw new EngineError(`could not find provider ${reference}`);
    await registry.same(entry.state);
  }
}
