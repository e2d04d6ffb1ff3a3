import type { Plan, PlannedResource, ProviderPlan, ResourceBasis } from "../../plan";
import { foundState } from "./basis";
import { laterKnown } from "./digests";
import { isTouched, mainOp } from "./summary";

/** Something that is not as it was when a plan was made. */
export interface PlanDifference {
  /** Where it changed; `steps` where only what follows from it is seen. */
  readonly what: "program" | "configuration" | "state" | "host" | "steps";
  /** The resource; none for the configuration. */
  readonly urn?: string;
  /** The property or the key of the configuration. */
  readonly property?: string;
  /** As a line of text. */
  readonly message: string;
}

type Digests = Readonly<Record<string, string>>;

/** What of the world that a plan was made from is another now, in what either plan touches; none if it can be applied. */
export function comparePlans(planned: Plan, now: Plan): PlanDifference[] {
  const before = new Map(planned.resources.map((resource) => [resource.urn, resource]));
  const after = new Map(now.resources.map((resource) => [resource.urn, resource]));
  const touched = [...new Set([...before.keys(), ...after.keys()])].filter((urn) =>
    [before.get(urn), after.get(urn)].some((resource) => resource !== undefined && isTouched(resource)),
  );
  return [
    ...compareConfiguration(planned.basis.config, now.basis.config),
    ...touched.flatMap((urn) =>
      compareResource(
        { resource: before.get(urn), basis: planned.basis.resources[urn] ?? {} },
        { resource: after.get(urn), basis: now.basis.resources[urn] ?? {} },
        urn,
        hostNames(planned, now),
      ),
    ),
  ];
}

function compareConfiguration(before: Digests, after: Digests): PlanDifference[] {
  return changedPaths(before, after).map((property) => ({
    what: "configuration",
    property,
    message: `configuration: ${property} ${verb(before, after, property)}`,
  }));
}

interface Side {
  readonly resource: PlannedResource | undefined;
  readonly basis: ResourceBasis;
}

function compareResource(
  before: Side,
  after: Side,
  urn: string,
  hosts: (resource: PlannedResource | undefined) => string,
): PlanDifference[] {
  const label = labelOf(urn);
  const host = hosts(after.resource ?? before.resource);
  const stored = compareState(before.basis, after.basis, urn);
  const isStored = new Set(stored.map(({ property }) => property));
  const reasons = [
    ...compareProgram(before.basis, after.basis, urn),
    ...stored,
    // What another run put into the state it did on the host, where it is found now.
    ...compareObserved(before.basis, after.basis, urn, host).filter(
      ({ property }) => property === undefined || !isStored.has(property),
    ),
    ...newProblems(before.resource, after.resource, urn, host),
  ];
  const steps = compareSteps(before.resource, after.resource, urn);
  const provider = compareProviders(
    before.resource?.provider,
    after.resource?.provider,
    `${host}${label}`,
    urn,
  );
  // What follows from a reason that is told need not be told too.
  return reasons.length > 0 ? reasons : [...steps, ...provider];
}

/** What the program asks for differently. */
export function compareProgram(before: ResourceBasis, after: ResourceBasis, urn: string): PlanDifference[] {
  const label = labelOf(urn);
  if (before.inputs === undefined && after.inputs === undefined) return [];
  if (before.inputs === undefined) {
    return [{ what: "program", urn, message: `program: ${label} is in it now, and was not` }];
  }
  if (after.inputs === undefined)
    return [{ what: "program", urn, message: `program: ${label} is not in it any more` }];
  const told = (kind: string, was: Digests, is: Digests): PlanDifference[] =>
    changedPaths(was, is)
      // What was not known could not be planned; what it has become is the plan's own doing.
      .filter((property) => was[property] !== laterKnown)
      .map((property) => ({
        what: "program",
        urn,
        property,
        message: `program: ${kind}${property} of ${label} ${verb(was, is, property)}`,
      }));
  return [
    ...told("", before.inputs, after.inputs),
    ...told("the option ", before.options ?? {}, after.options ?? {}),
  ];
}

/** What another update, refresh or import has put into the state since. */
function compareState(before: ResourceBasis, after: ResourceBasis, urn: string): PlanDifference[] {
  const label = labelOf(urn);
  if (before.state === undefined && after.state === undefined) return [];
  if (before.state === undefined)
    return [{ what: "state", urn, message: `state: ${label} is in it now, and was not` }];
  if (after.state === undefined)
    return [{ what: "state", urn, message: `state: ${label} is not in it any more` }];
  const properties = changedPaths(before.state, after.state);
  const records = changedPaths(before.record ?? {}, after.record ?? {}).filter(
    (name) => name !== "inputs" || properties.length === 0,
  );
  return [...properties, ...records].map((property) => ({
    what: "state",
    urn,
    property,
    message: `state: ${property} of ${label} changed`,
  }));
}

/** What is found on a host differently. */
export function compareObserved(
  before: ResourceBasis,
  after: ResourceBasis,
  urn: string,
  host: string,
): PlanDifference[] {
  if (before.state === undefined || after.state === undefined) return [];
  const [was, is] = [foundState(before), foundState(after)];
  const label = labelOf(urn);
  if (Object.keys(is).length === 0 && Object.keys(was).length > 0) {
    return [{ what: "host", urn, message: `${host}${label} is gone` }];
  }
  if (Object.keys(was).length === 0 && Object.keys(is).length > 0) {
    return [{ what: "host", urn, message: `${host}${label} is there again` }];
  }
  return changedPaths(was, is).map((property) => ({
    what: "host",
    urn,
    property,
    message: `${host}${property} of ${label} ${verb(was, is, property)}`,
  }));
}

function newProblems(
  before: PlannedResource | undefined,
  after: PlannedResource | undefined,
  urn: string,
  host: string,
): PlanDifference[] {
  const known = new Set(before?.problems ?? []);
  return (after?.problems ?? [])
    .filter((problem) => !known.has(problem))
    .map((problem) => ({ what: "host", urn, message: `${host}${labelOf(urn)}: ${problem}` }));
}

function compareSteps(
  before: PlannedResource | undefined,
  after: PlannedResource | undefined,
  urn: string,
): PlanDifference[] {
  const [was, is] = [before, after].map((resource) => (resource === undefined ? "nothing" : opsOf(resource)));
  if (was === is) return [];
  const words = [before, after].map((resource) => (resource === undefined ? "nothing" : mainOp(resource)));
  return [
    { what: "steps", urn, message: `${labelOf(urn)}: planned was ${words[0]}, due is ${words[1]} now` },
  ];
}

function opsOf({ steps }: PlannedResource): string {
  return steps
    .map(({ op, changes }) => `${op} ${changes.map(({ kind, path }) => `${kind} ${path}`).join()}`)
    .join();
}

function compareProviders(
  before: ProviderPlan | undefined,
  after: ProviderPlan | undefined,
  label: string,
  urn: string,
): PlanDifference[] {
  const differ = (message: string): PlanDifference[] => [
    { what: "host", urn, message: `${label}: ${message}` },
  ];
  if (before?.hostSeen !== after?.hostSeen) {
    return differ(
      after?.hostSeen === true ? "its host answers now, and did not" : "its host does not answer any more",
    );
  }
  const [was, is] = [before, after].map((plan) =>
    (plan?.steps ?? []).map(({ cause, text }) => `${text}: ${cause}`),
  );
  const [gone, more] = [missing(was ?? [], is ?? []), missing(is ?? [], was ?? [])];
  if (more.length > 0) return differ(`not in the plan: ${more.join("; ")}`);
  if (gone.length > 0) return differ(`in the plan, and not due any more: ${gone.join("; ")}`);
  if (before?.bytesToSend !== after?.bytesToSend) {
    return differ(
      `${after?.bytesToSend ?? 0} bytes are to be sent, planned were ${before?.bytesToSend ?? 0}`,
    );
  }
  const rest = (plan: ProviderPlan | undefined): string =>
    JSON.stringify([plan?.steps, plan?.downtime, plan?.volumesAtRisk, plan?.publicPorts]);
  return rest(before) === rest(after)
    ? []
    : differ("the downtime, the volumes at risk or the public ports are others");
}

function missing(of: readonly string[], from: readonly string[]): string[] {
  return of.filter((each) => !from.includes(each));
}

/** The paths of what differs. An empty list that has got members is one of them, and these are not. */
function changedPaths(before: Digests, after: Digests): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = paths.filter((path) => before[path] !== after[path]);
  return changed.filter((path) => !changed.some((other) => isInside(path, other)));
}

function verb(before: Digests, after: Digests, path: string): string {
  const [was, is] = [before, after].map((side) =>
    Object.keys(side).some((key) => key === path || isInside(key, path)),
  );
  if (was && is) return "changed";
  return is ? "is new" : "is gone";
}

function isInside(path: string, other: string): boolean {
  return path.startsWith(`${other}.`) || path.startsWith(`${other}[`);
}

/** How a message begins that is about what was found on a resource's host. */
function hostNames(...plans: readonly Plan[]): (resource: PlannedResource | undefined) => string {
  const names = new Map(plans.flatMap(({ resources }) => resources.map(({ urn, name }) => [urn, name])));
  return (resource) => {
    const name = resource?.host === undefined ? undefined : names.get(resource.host);
    return name === undefined ? "host: " : `host ${name}: `;
  };
}

/** `Container app`. */
export function labelOf(urn: string): string {
  const parts = urn.split("::");
  const type = parts[2]?.split("$").at(-1)?.split(":").at(-1) ?? "";
  return `${type} ${parts.slice(3).join("::")}`;
}
