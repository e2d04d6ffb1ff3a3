import type { Readable, Writable } from "node:stream";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";
import type { Terminal } from "./terminal";

/** Whether there is somebody who can be asked. */
export function isInteractive({ stdin, stdout }: Pick<Terminal, "stdin" | "stdout">): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

/** What a question is asked with; where nobody is there to answer, `otherwise` says what to type instead. */
export interface Asking {
  readonly terminal: Terminal;
  readonly otherwise: string;
  /** Takes the question back. */
  readonly signal?: AbortSignal;
}

/**
 * Asks whether to go on.
 * @throws Failure where nobody is there to answer, or the answer is no
 */
export async function confirm(question: string, asking: Asking): Promise<void> {
  const { confirm: ask } = await prompts(asking);
  const answer = await ask({ message: question, initialValue: false, ...streams(asking) });
  if (answer !== true) throw declined();
}

/**
 * Asks for something to be chosen; the first one is where the cursor stands.
 * @throws Failure where nobody is there to answer, or the question is turned down
 */
export async function choose<Value extends string>(
  question: string,
  options: readonly { readonly value: Value; readonly label: string; readonly hint?: string }[],
  asking: Asking,
): Promise<Value> {
  const { select } = await prompts(asking);
  // The library's type of an option is a distribution over its value's type, which a type parameter defeats.
  const answer = await select<string>({ message: question, options: [...options], ...streams(asking) });
  if (typeof answer !== "string") throw declined();
  return answer as Value;
}

/** Asks for a text; a secret one is not shown. @throws Failure where nobody is there to answer, or will not */
export async function askFor(question: string, asking: Asking & { isSecret?: boolean }): Promise<string> {
  const { password, text } = await prompts(asking);
  const answer = await (asking.isSecret === true ? password : text)({
    message: question,
    ...streams(asking),
  });
  if (typeof answer !== "string") throw declined();
  return answer;
}

/** The library, which is loaded where there is somebody to ask. */
async function prompts({ terminal, otherwise }: Asking) {
  if (!isInteractive(terminal)) throw new Failure(otherwise, { exitCode: EXIT.usage });
  return import("@clack/prompts");
}

function streams({ terminal: { stdin, stdout }, signal }: Asking) {
  return {
    input: stdin as Readable,
    output: stdout as unknown as Writable,
    ...(signal === undefined ? {} : { signal }),
  };
}

function declined(): Failure {
  return new Failure("nothing was done: the question was turned down", { exitCode: EXIT.canceled });
}
