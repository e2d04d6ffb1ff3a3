import { outputsIn } from "../../engine/operations/stack-outputs";
import type { ResourceState } from "../../engine/state";
import { parseUrn } from "../../engine/urn";
import type { Terminal } from "../terminal";
import { age } from "../text/amounts";
import { painter } from "../colour";
import { plainValues } from "../text/plain-values";
import { table } from "../text/table";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";
import { indented, outputRows } from "./output-rows";

export interface ShowOptions extends StackOptions {
  readonly showIds?: boolean | undefined;
  readonly showUrns?: boolean | undefined;
  readonly showSecrets?: boolean | undefined;
  readonly showName?: boolean | undefined;
}

/** Prints what a stack has: its resources as a tree, and its outputs. */
export async function show(terminal: Terminal, options: ShowOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack);
  if (options.showName === true) {
    terminal.stdout.write(`${stack.name}\n`);
    return;
  }
  const { manifest, resources } = await workspace.snapshot(stack);
  const seconds = (Date.now() - Date.parse(manifest.time)) / 1000;
  const updated = resources.length === 0 ? "No updates yet" : `Last updated: ${age(seconds)} ago`;
  const paint = painter(terminal);
  const headings = ["TYPE", "NAME", ...(options.showIds ? ["ID"] : []), ...(options.showUrns ? ["URN"] : [])];
  const rows = inTree(resources).map(([resource, depth]) => [
    `${"  ".repeat(depth)}${resource.type}`,
    parseUrn(resource.urn).name + (resource.delete ? " (to be deleted)" : ""),
    ...(options.showIds ? [resource.id] : []),
    ...(options.showUrns ? [resource.urn] : []),
  ]);
  terminal.stdout.write(
    `Current stack is ${stack.name}:\n    Managed in ${workspace.backend.url}\n    ${updated}\n` +
      `Current stack resources (${resources.length}):\n` +
      (rows.length === 0
        ? "    No resources currently in this stack\n"
        : indented(table(headings, rows, paint))) +
      `\n${outputRows(plainValues(outputsIn(resources), options.showSecrets === true), paint)}`,
  );
}

/** Each resource under its parent, with its depth. */
function inTree(resources: readonly ResourceState[]): (readonly [ResourceState, depth: number])[] {
  const known = new Set(resources.map(({ urn }) => urn));
  const children = new Map<string, ResourceState[]>();
  for (const resource of resources) {
    const parent = known.has(resource.parent ?? "") ? (resource.parent ?? "") : "";
    const those = children.get(parent);
    if (those === undefined) children.set(parent, [resource]);
    else those.push(resource);
  }
  const rows: (readonly [ResourceState, number])[] = [];
  const add = (parent: string, depth: number): void => {
    const those = children.get(parent) ?? [];
    // Where one that is to be deleted has the same URN, they are listed once.
    children.delete(parent);
    for (const resource of those) {
      rows.push([resource, depth]);
      add(resource.urn, depth + 1);
    }
  };
  add("", 0);
  return rows;
}
