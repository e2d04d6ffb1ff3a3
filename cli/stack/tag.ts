import type { Backend, StackReference } from "../../engine/backend";
import { painter } from "../colour";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";
import { nearest } from "../text/nearest";
import { table } from "../text/table";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface TagsOptions extends StackOptions {
  readonly json?: boolean | undefined;
}

/** Lists what is noted on a stack. */
export async function listTags(terminal: Terminal, options: TagsOptions): Promise<void> {
  const { tags } = await open(terminal, options);
  const rows = [...tags].sort(([left], [right]) => (left < right ? -1 : 1));
  if (options.json === true) {
    terminal.stdout.write(`${JSON.stringify(Object.fromEntries(rows), undefined, 2)}\n`);
  } else {
    terminal.stdout.write(table(["NAME", "VALUE"], rows, painter(terminal)));
  }
}

/** Prints one tag. @throws Failure where there is none of that name */
export async function getTag(terminal: Terminal, name: string, options: StackOptions): Promise<void> {
  const { stack, tags } = await open(terminal, options);
  const value = tags.get(name);
  if (value === undefined) {
    throw new Failure(`the stack ${stack.name} has no tag ${name}${nearest(name, [...tags.keys()])}`);
  }
  terminal.stdout.write(`${value}\n`);
}

/** Sets a tag, or removes it where there is no value; it may be gone already. */
export async function setTag(
  terminal: Terminal,
  name: string,
  value: string | undefined,
  options: StackOptions,
): Promise<void> {
  const { backend, stack, tags } = await open(terminal, options);
  if (value === undefined) tags.delete(name);
  else tags.set(name, value);
  await backend.writeTags(stack, Object.fromEntries(tags));
}

async function open(
  terminal: Terminal,
  options: StackOptions,
): Promise<{ backend: Backend; stack: StackReference; tags: Map<string, string> }> {
  const workspace = await Workspace.open(options, terminal);
  const { backend } = workspace;
  const stack = await workspace.stack(options.stack);
  return { backend, stack, tags: new Map(Object.entries(await backend.readTags(stack))) };
}
