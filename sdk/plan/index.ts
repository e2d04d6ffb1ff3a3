export type {
  Plan,
  PlanBasis,
  PlannedResource,
  PlannedStep,
  PlanOptions,
  PlanSummary,
  PropertyChange,
  ResourceBasis,
  SealedKey,
} from "./plan";
export type { Downtime, ProviderPlan, ProviderStep, PublicPort, VolumeAtRisk } from "./provider-plan";
