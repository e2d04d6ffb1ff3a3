import { outputsIn } from "../../engine/operations/stack-outputs";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";
import { painter } from "../colour";
import { nearest } from "../text/nearest";
import { inOneLine, plainValues } from "../text/plain-values";
import { quoted } from "../text/quoted";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";
import { outputRows } from "./output-rows";

export interface OutputOptions extends StackOptions {
  readonly json?: boolean | undefined;
  readonly shell?: boolean | undefined;
  readonly showSecrets?: boolean | undefined;
}

/** Prints a stack's outputs, or one of them. */
export async function output(
  terminal: Terminal,
  name: string | undefined,
  options: OutputOptions,
): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack);
  const { resources } = await workspace.snapshot(stack);
  const outputs = plainValues(outputsIn(resources), options.showSecrets === true);
  if (name !== undefined && !Object.hasOwn(outputs, name)) {
    throw new Failure(`the stack ${stack.name} has no output ${name}${nearest(name, Object.keys(outputs))}`);
  }
  const meant = name === undefined ? outputs : { [name]: outputs[name] };
  terminal.stdout.write(written(meant, name, options, terminal));
}

function written(
  outputs: Readonly<Record<string, unknown>>,
  name: string | undefined,
  { json, shell }: OutputOptions,
  terminal: Terminal,
): string {
  if (json === true) {
    return `${JSON.stringify(name === undefined ? outputs : outputs[name], undefined, 2)}\n`;
  }
  const entries = Object.entries(outputs).map(([key, value]) => [key, inOneLine(value)] as const);
  if (shell === true) return entries.map(([key, value]) => `${key}=${quoted(value)}\n`).join("");
  if (name !== undefined) return `${entries[0]?.[1] ?? ""}\n`;
  return outputRows(outputs, painter(terminal));
}
