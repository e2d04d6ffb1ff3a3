import type { OperationTarget, UpcomingStep } from "../../../engine/operations";
import { isProviderType, parseUrn } from "../../../engine/urn";
import type { Plan, PlannedResource, PlanOptions, ProviderPlan, ResourceBasis } from "../../plan";
import { asksForInputs, observedBasis, programBasis, stateBasis } from "./basis";
import { joinPlans } from "./join-plans";
import { propertyChanges } from "./property-changes";
import { sealOf } from "./seal";
import type { PlanKey } from "./sealed-key";
import { shownProperties } from "./shown";
import { summaryOf } from "./summary";

const hostType = "moorage:index:Host";

/** What a plan says beside its steps. */
export interface PlanTitle {
  readonly moorage: string;
  readonly stack: string;
  readonly options: PlanOptions;
  readonly config: OperationTarget["configuration"];
}

/** What the removal of a resource of Moorage's comes to, by what the state says of it. */
export type PlanRemoval = (removal: {
  noun: string;
  inputs: Readonly<Record<string, unknown>>;
  cause: string;
}) => ProviderPlan;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Takes note of a preview's steps, and makes a plan of them. */
export class PlanRecorder {
  private readonly resources = new Map<string, Mutable<PlannedResource>>();
  private readonly basis = new Map<string, ResourceBasis>();
  private readonly foreseen = new Map<string, ProviderPlan>();
  private readonly removals = new Map<string, ProviderPlan>();

  constructor(
    private readonly key: PlanKey,
    private readonly planRemoval: PlanRemoval,
  ) {}

  /** Hears of each step before it is begun. */
  readonly beforeStep = (step: UpcomingStep): void => {
    if (isEnginesOwn(step)) return;
    const basis = this.basis.get(step.urn) ?? this.begin(step);
    if (step.op === "refresh") return;
    this.notePlan(step);
    this.noteBasis(step, basis);
  };

  /** Hears what the provider would do. */
  readonly onPlanned = (urn: string, plan: ProviderPlan): void => {
    this.foreseen.set(urn, plan);
  };

  /** The plan of all that was heard. */
  plan({ config, moorage, options, stack }: PlanTitle): Plan {
    const { digests, sealed } = this.key;
    const resources = [...this.resources.values()].map((resource) => this.whole(resource));
    const plan: Plan = {
      version: 1,
      moorage,
      madeAt: new Date().toISOString(),
      stack,
      options,
      summary: summaryOf(resources),
      resources,
      basis: {
        key: sealed,
        config: Object.fromEntries(
          Object.entries(config.values).map(([key, value]) => [key, digests.ofText(value)]),
        ),
        resources: Object.fromEntries(this.basis),
        seal: "",
      },
    };
    return { ...plan, basis: { ...plan.basis, seal: sealOf(plan, digests) } };
  }

  private begin({ old, urn }: UpcomingStep): ResourceBasis {
    const basis: ResourceBasis = old === undefined ? {} : stateBasis(this.key.digests, old.state);
    this.basis.set(urn, basis);
    return basis;
  }

  private noteBasis(step: UpcomingStep, basis: ResourceBasis): void {
    const { digests } = this.key;
    const state = (step.new ?? step.old)?.state;
    if (asksForInputs(step) && state !== undefined) Object.assign(basis, programBasis(digests, state));
    if (basis.state === undefined || basis.observed !== undefined) return;
    const found = step.old === undefined ? {} : stateBasis(digests, step.old.state).state;
    const observed = observedBasis(basis.state, found);
    if (Object.keys(observed).length > 0) basis.observed = observed;
  }

  private notePlan(step: UpcomingStep): void {
    const state = (step.new ?? step.old)?.state;
    if (state === undefined) return;
    const { dependencies, parent, propertyDependencies, type, urn } = state;
    const host = propertyDependencies["host"]?.find((each) => parseUrn(each).type === hostType);
    const resource: Mutable<PlannedResource> = this.resources.get(urn) ?? {
      urn,
      type,
      name: parseUrn(urn).name,
      ...(host === undefined ? {} : { host }),
      ...(parent === undefined ? {} : { parent }),
      dependencies: [...dependencies],
      steps: [],
    };
    this.resources.set(urn, resource);
    const problems = step.old?.state.initErrors ?? [];
    if (problems.length > 0) resource.problems = [...problems];
    if (resource.steps.some(({ op }) => op === step.op)) return;
    resource.steps.push({ op: step.op, changes: propertyChanges(step) });
    this.noteRemoval(step);
  }

  private noteRemoval({ old, op, type, urn }: UpcomingStep): void {
    const isRemoved = op === "delete" || op === "delete-replaced";
    if (!isRemoved || old === undefined || old.state.retainOnDelete || !type.startsWith("moorage:")) return;
    const cause = op === "delete" ? "the program has it no more" : "it is replaced";
    const inputs = shownProperties(old.state.inputs);
    this.removals.set(urn, this.planRemoval({ noun: type.split(":").at(-1) ?? "", inputs, cause }));
  }

  private whole(resource: PlannedResource): PlannedResource {
    const { urn } = resource;
    const plans = [this.foreseen.get(urn), this.removals.get(urn)].filter((plan) => plan !== undefined);
    return plans.length === 0 ? resource : { ...resource, provider: plans.reduce(joinPlans) };
  }
}

/** Default providers come and go with the configuration, which is compared by itself. */
export function isEnginesOwn({ op, type, urn }: Pick<UpcomingStep, "op" | "type" | "urn">): boolean {
  if (op === "remove-pending-replace") return true;
  return isProviderType(type) && parseUrn(urn).name.startsWith("default");
}
