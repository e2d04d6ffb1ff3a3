import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { run } from "../../cli/moorage";

/** What came of a command. */
export interface Typed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs in this process, with pipes where the terminal would be. */
export interface Typing {
  readonly stdin: PassThrough;
  readonly stdout: PassThrough;
  /** What was printed until now. */
  readonly printed: { stdout: string; stderr: string };
  /** As Ctrl-C does. */
  interrupt(): void;
  readonly ended: Promise<Typed>;
}

/** Begins a command in this process. */
export function type(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Typing {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const printed = { stdout: "", stderr: "" };
  stdout.on("data", (chunk: Buffer) => (printed.stdout += chunk.toString()));
  stderr.on("data", (chunk: Buffer) => (printed.stderr += chunk.toString()));
  const signals = new EventEmitter();
  const terminal = {
    stdin,
    stdout,
    stderr,
    env,
    on: (signal: string, listener: () => void) => signals.on(signal, listener),
    off: (signal: string, listener: () => void) => signals.off(signal, listener),
  };
  const ended = run(argv, terminal).then(async (code) => {
    // What was written last is read in the next turn.
    await new Promise(setImmediate);
    return { code, ...printed };
  });
  return { stdin, stdout, printed, interrupt: () => signals.emit("SIGINT"), ended };
}

/** Runs a command in this process to its end. @param input what is piped in, to its end */
export function moorage(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<Typed> {
  const typing = type(argv, env);
  if (input !== undefined) typing.stdin.end(input);
  return typing.ended;
}
