/** Labels that begin with it are Moorage's own. */
export const LABEL_PREFIX = "io.moorage.";

const URN = `${LABEL_PREFIX}urn`;
const STACK = `${LABEL_PREFIX}stack`;
const NAME = `${LABEL_PREFIX}name`;
const SPEC = `${LABEL_PREFIX}spec`;
const OPERATION = `${LABEL_PREFIX}operation`;

export type Labels = Readonly<Record<string, string>>;

/** Whose an object on a host is. */
export interface Owner {
  /** The resource's URN. */
  readonly urn: string;
  /** `project/stack`. */
  readonly stack: string;
  /** The name on the host that the object has, or is meant to get. */
  readonly name: string;
}

/** Labels that mark an object as its owner's. `operation` says for what it was made: `create`, `replace 0123456789ab`. */
export function ownershipLabels(owner: Owner, spec: string, operation: string): Labels {
  return {
    [URN]: owner.urn,
    [STACK]: owner.stack,
    [NAME]: owner.name,
    [SPEC]: spec,
    [OPERATION]: operation,
  };
}

/** Whether an object was made by this very resource, under this name or on the way to it. */
export function isOwnedBy(labels: Labels | null | undefined, owner: Owner): boolean {
  return labels?.[URN] === owner.urn && labels[NAME] === owner.name;
}

/** Whether an object belongs to a resource of the same stack, by any of the names that the stack has had. */
export function isOfStack(labels: Labels | null | undefined, names: readonly string[]): boolean {
  const stack = labels?.[STACK];
  return stack !== undefined && names.includes(stack);
}

/**
 * The names that a stack has had: its own, and the one that is on an object of which the stack's state says that it is
 * its own. Labels stay what they were when a stack is renamed.
 */
export function stackNames({ stack }: Owner, ours: Labels | null | undefined): readonly string[] {
  return [stack, ours?.[STACK] ?? stack];
}

/** Whether an object was made by Moorage for another stack. */
export function isOfOtherStack(labels: Labels | null | undefined, stack: string): boolean {
  const owner = labels?.[STACK];
  return owner !== undefined && owner !== stack;
}

/** Labels without Moorage's own. */
export function withoutOwnership(labels: Labels | null | undefined): Labels {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !key.startsWith(LABEL_PREFIX)));
}

/** The URN of the resource that an object was made for; undefined where it is not Moorage's. */
export function urnIn(labels: Labels | null | undefined): string | undefined {
  return labels?.[URN];
}

/** The stack, `project/stack`, that an object was made for. */
export function stackIn(labels: Labels | null | undefined): string | undefined {
  return labels?.[STACK];
}

/** The name that an object was made for: its own, unless it waits beside the one that has it. */
export function nameIn(labels: Labels | null | undefined): string | undefined {
  return labels?.[NAME];
}

/** In words, for errors: who seems to own an object. */
export function describeOwner(labels: Labels | null | undefined): string {
  const urn = labels?.[URN];
  return urn === undefined ? "it was not made by Moorage" : `it belongs to ${urn}`;
}

/** The name on the host of a resource that is given none: `project-stack-name`, in characters that the engine takes. */
export function defaultName(project: string, stack: string, name: string): string {
  return inItsCharacters([project, stack, name].join("-")).replace(/^[^A-Za-z0-9]+/, "");
}

/** Whether a resource that is given no name may have got this one, in a stack of whatever name and project. */
export function isDefaultName(text: string, name: string): boolean {
  return hasFormOfDefault(text, inItsCharacters(name));
}

/** Whether a text ends with a resource's name, and begins with what may be a project's and a stack's. */
export function hasFormOfDefault(text: string, name: string): boolean {
  return name !== "" && text.endsWith(`-${name}`) && /.-./.test(text.slice(0, -name.length - 1));
}

function inItsCharacters(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.-]+/g, "-").replace(/-+$/, "");
}

/** Where a new container waits until it takes over. */
export function nextName(name: string): string {
  return `${name}.new`;
}

/** Where the container that was replaced waits until it is removed. */
export function previousName(name: string): string {
  return `${name}.old`;
}
