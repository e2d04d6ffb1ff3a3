import { Command, InvalidArgumentError } from "commander";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";

/** Which stack is meant, as the options say it. */
export interface StackOptions {
  /** `<stack>` or `organization/<project>/<stack>`. @default the selected one, else the only one */
  readonly stack?: string | undefined;
  /** The folder of Pulumi.yaml, or one below it. @default the current one */
  readonly cwd?: string | undefined;
}

/** A command that is about a project, with the option that says which. */
export function inProject(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("-C, --cwd <folder>", "as if it were typed in this folder");
}

/** A command that is about a stack, with the options that say which. */
export function onStack(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("-s, --stack <name>", "the stack (default: the selected one, else the only one)")
    .option("-C, --cwd <folder>", "as if it were typed in this folder");
}

/**
 * The stack that is named, where it may be an argument or an option.
 *
 * @throws Failure if they are two
 */
export function namedStack(argument: string | undefined, { stack }: StackOptions): string | undefined {
  if (argument !== undefined && stack !== undefined && argument !== stack) {
    throw new Failure(`two stacks are named, ${argument} and ${stack}: name one`, { exitCode: EXIT.usage });
  }
  return argument ?? stack;
}

/** For options that may be given again: all values, in their order. */
export function collect(value: string, former: readonly string[] | undefined): string[] {
  return [...(former ?? []), value];
}

/** For options that are a number of things. */
export function wholeArgument(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1) throw new InvalidArgumentError("A whole number from 1 on.");
  return number;
}
