import type { ProviderPlan } from "./provider-plan";

/**
 * What an update would do to a stack, made by a preview and kept in a file: for people to look at, for programs to judge,
 * and for an update that is to do exactly that. It holds no secret in plain.
 */
export interface Plan {
  /** Version of this format. @integer @minimum 1 */
  version: number;
  /** Version of Moorage that made it. */
  moorage: string;
  /** When it was made, in RFC 3339. */
  madeAt: string;
  /** The stack, as `organization/<project>/<stack>`. */
  stack: string;
  /** How the preview was made; an update by this plan is made in the same way. */
  options: PlanOptions;
  /** The plan in a few numbers. */
  summary: PlanSummary;
  /** All resources of the stack, those that stay as they are among them, in the order in which their steps begin. */
  resources: PlannedResource[];
  /** What the plan was made from. An update by it is refused where what it touches is not the same any more. */
  basis: PlanBasis;
}

/** How a preview was made. */
export interface PlanOptions {
  /** Whether all resources were read before. */
  refresh: boolean;
  /** Only these resources were planned, by URN or pattern. */
  targets: string[];
  /** Whether what depends on the targets was planned too. */
  targetDependents: boolean;
  /** These resources were left out, by URN or pattern. */
  excludes: string[];
  /** Whether what depends on them was left out too. */
  excludeDependents: boolean;
  /** These resources were to be replaced, by URN. */
  replace: string[];
}

/** A plan in a few numbers. */
export interface PlanSummary {
  /** How many resources each kind of step is done to, `create` and so on; `same` for those that stay. */
  changes: Record<string, number>;
  /** Bytes of image layers and build contexts that the hosts lack, as far as that is known. @integer */
  bytesToSend: number;
  /** How many containers are down for a moment. @integer */
  downtimes: number;
  /** How many volumes are removed or replaced. @integer */
  volumesAtRisk: number;
  /** How many ports become public. @integer */
  publicPorts: number;
}

/** A resource, and what is done to it. */
export interface PlannedResource {
  /** The resource's URN. */
  urn: string;
  /** Its type: `moorage:index:Container`. */
  type: string;
  /** Its name in the program. */
  name: string;
  /** URN of the host that it is on. */
  host?: string;
  /** URN of the component that it belongs to. */
  parent?: string;
  /** URNs of the resources that it needs. */
  dependencies: string[];
  /** What the engine does to it, one after the other: a replacement is several steps. */
  steps: PlannedStep[];
  /** What is wrong with it since its last change, or was when the host was asked. */
  problems?: string[];
  /** What Moorage's provider does then, as far as a look at the host told. */
  provider?: ProviderPlan;
}

/** One thing that is done to a resource. */
export interface PlannedStep {
  /** Pulumi's word for it: `same`, `create`, `update`, `delete`, `replace`, `create-replacement`, `delete-replaced`. */
  op: string;
  /** The properties that differ. */
  changes: PropertyChange[];
}

/** A property that differs. */
export interface PropertyChange {
  /** Where it is: `ports[0].host`. */
  path: string;
  /** What becomes of it. */
  kind: "add" | "delete" | "update";
  /** Whether the resource is replaced because of it. */
  replaces: boolean;
  /** Whether it differs from what was found on the host, rather than from the program before. */
  isDrift: boolean;
  /** The value before; secrets are `[secret]`. */
  old?: unknown;
  /** The value after; secrets are `[secret]`, and what is known only later is `[unknown]`. */
  new?: unknown;
}

/**
 * What a plan was made from, as digests: they tell that something is another than it was, and not what. Their key is
 * encrypted as the stack's secrets are.
 */
export interface PlanBasis {
  /** The key of the digests. */
  key: SealedKey;
  /** The stack's configuration, by key. */
  config: Record<string, string>;
  /** The resources, by URN. */
  resources: Record<string, ResourceBasis>;
  /** Digest of all the rest of the plan: one that was edited is refused. */
  seal: string;
}

/** A key that only who has the stack's passphrase can read. */
export interface SealedKey {
  /** The secrets provider: `passphrase`. */
  provider: string;
  /** What the secrets provider keeps beside its name. */
  state?: unknown;
  /** The encrypted key. */
  ciphertext: string;
}

/** What the plan of one resource was made from. Each is by property path, or by the name of an option. */
export interface ResourceBasis {
  /** The inputs that the program gives; `unknown` for what is known only later. */
  inputs?: Record<string, string>;
  /** The options that the program gives. */
  options?: Record<string, string>;
  /** The properties in the state. */
  state?: Record<string, string>;
  /** What else the state says of it. */
  record?: Record<string, string>;
  /** The properties that were found to be other than in the state; empty text for those that are gone. */
  observed?: Record<string, string>;
}
