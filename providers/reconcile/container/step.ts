import type { ContainerCreateJson, EndpointJson, UpdateJson } from "../../docker/container-json";
import type { ContainerSpec } from "./options/option";
import { formatProbe, type Probe } from "./probe";

/** One call to the engine, or one wait. Containers go by the name that they have at that moment. */
export type Step = { readonly container: string; readonly cause: string } &
  /** `platform` is what the image must be for. */
  (
    | { readonly kind: "create"; readonly request: ContainerCreateJson; readonly platform?: string }
    /** Finds out whether one that was made has in it what it needs to start. */
    | { readonly kind: "examine"; readonly spec: ContainerSpec }
    /** With `optional` a failure is told, and the plan goes on. */
    | { readonly kind: "start"; readonly optional?: true }
    | {
        readonly kind: "await";
        readonly healthTimeoutSeconds: number;
        readonly minReadySeconds: number;
        /** What it must answer besides. */
        readonly probe?: Probe;
        /** Whether it has the final name already, and is watched. */
        readonly hasTakenOver?: true;
        /** Whether it was made just before, so that all that the engine tells of it is of this run. */
        readonly isNew: boolean;
        /** Whether it is known to have a health check; a new one may also have its image's. */
        readonly hasHealthcheck: boolean;
        /** How often the engine had started it again by itself before. */
        readonly restartsBefore: number;
      }
    | { readonly kind: "stop" }
    | { readonly kind: "unpause" }
    | { readonly kind: "rename"; readonly to: string }
    /** With `volumes` the anonymous ones go too that were made for it. */
    | { readonly kind: "remove"; readonly volumes?: true }
    | { readonly kind: "update"; readonly request: UpdateJson }
    | { readonly kind: "connect"; readonly network: string; readonly endpoint: EndpointJson }
    /** `endpoint` is the attachment that is taken away. */
    | { readonly kind: "disconnect"; readonly network: string; readonly endpoint: EndpointJson }
  );

/** A step as a line of text, without its cause: `rename app to app.old`. */
export function formatStep(step: Step): string {
  switch (step.kind) {
    case "create":
    case "start":
    case "stop":
    case "unpause":
    case "remove":
      return `${step.kind} ${step.container}`;
    case "examine":
      return `look into ${step.container}`;
    case "await":
      return `wait for ${step.container} to work${step.probe ? ` and to answer ${formatProbe(step.probe)}` : ""}`;
    case "rename":
      return `rename ${step.container} to ${step.to}`;
    case "update":
      return `update ${Object.keys(step.request).join(", ")} of ${step.container}`;
    case "connect":
      return `connect ${step.container} to ${step.network}${formatEndpoint(step.endpoint)}`;
    case "disconnect":
      return `disconnect ${step.container} from ${step.network}`;
  }
}

/** Steps as text, one a line with its cause. */
export function formatSteps(steps: readonly Step[]): string {
  return steps.map((step) => `${formatStep(step)}: ${step.cause}`).join("\n");
}

function formatEndpoint(endpoint: EndpointJson): string {
  const { Aliases: aliases, IPAMConfig: fixed } = endpoint;
  const addresses = [fixed?.IPv4Address, fixed?.IPv6Address].filter((address) => address !== undefined);
  const parts = [...(aliases ?? []), ...addresses];
  return parts.length === 0 ? "" : ` as ${parts.join(", ")}`;
}
