import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./host";
import { type HostLink, lower } from "./link";
import { token, version } from "./token";

/** Arguments of {@link orphans}. */
export interface OrphansArgs {
  /** The host to look at. */
  host: Host | pulumi.Input<HostLink>;
  /**
   * Stacks whose state is not lost, each as `project/stack`: what is theirs is left out. A host says whose its objects
   * are, not who still knows them; a stack that was renamed needs its former name here, too. @default in a program the stack that asks, else none
   */
  knownStacks?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Something of Moorage's on a host. */
export interface Orphan {
  /** What it is. */
  kind: "container" | "network" | "volume" | "image";
  /** Its name on the host; the id of an image that has none. */
  name: string;
  /** URN of the resource that it was made for. */
  urn: string;
  /** What is typed on the host to remove it; with a volume goes what lies in it. */
  removeCommand: string;
  /**
   * What is typed in the project of a stack to make it that stack's; none for what an interrupted run left beside the
   * object itself, which goes when that one is adopted and changed.
   */
  adoptCommand?: string;
}

/** What a stack has on a host. */
export interface OrphanedStack {
  /** The stack, `project/stack`. */
  stack: string;
  /** What is there, in an order in which it can be removed. */
  objects: Orphan[];
}

/** The identity that Moorage gave a machine. It is no stack's: the last one that leaves the machine removes it. */
export interface HostMarker {
  /** The file that holds it. */
  path: string;
  /** What is typed on the host to remove it, when nothing of any stack is there any more. */
  removeCommand: string;
  /** What is typed in the project of a stack to make the machine a Host of that stack. */
  adoptCommand: string;
}

/** What {@link orphans} finds. */
export interface OrphansResult {
  /** Stacks that have something on the host, by name. */
  stacks: OrphanedStack[];
  /** The machine's identity; undefined for the local engine, which has its own. */
  marker?: HostMarker;
}

/**
 * What Moorage has made on a host for stacks other than the known ones, found by its labels: what is left there when a
 * state was lost, and the commands that remove and adopt each of it. Nothing is changed. Images that were sent or
 * pulled have no labels, and are not among it. What is adopted has the labels of its former stack until it is made anew.
 *
 * Where the host is not made yet, in a preview, nothing is on it; where it does not answer, it fails. `orphansOutput`
 * takes the same and gives an output.
 *
 * @example
 * export const left = moorage.orphansOutput({ host: web, knownStacks: ["shop/prod", "blog/prod"] });
 */
export async function orphans(args: OrphansArgs, options?: pulumi.InvokeOptions): Promise<OrphansResult> {
  const asked = pulumi.runtime.invoke(token("orphans"), inputsOf(args), { version, ...options });
  const found = (await asked) as Partial<OrphansResult> | undefined;
  return { ...found, stacks: found?.stacks ?? [] };
}

/** The same as {@link orphans}, as an output. */
export function orphansOutput(
  args: OrphansArgs,
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<OrphansResult> {
  return pulumi.runtime.invokeOutput(token("orphans"), inputsOf(args), { version, ...options });
}

function inputsOf({ host, knownStacks }: OrphansArgs): pulumi.Inputs {
  const own = `${pulumi.getProject()}/${pulumi.getStack()}`;
  return { host: lower(host), knownStacks: knownStacks ?? [own] };
}
