import assert from "node:assert/strict";
import { CommandError } from "../../providers/ssh/command-error";
import { type Command, titleOf } from "../../providers/ssh/command";
import { quoteAll } from "../../providers/ssh/quote";
import type { CommandResult, Remote, RemoteProcess, RunOptions } from "../../providers/ssh/remote";

/** One command that a case expects, and what it answers. */
export interface ScriptedCommand {
  /** The exact command line, `sudo ` in front if it runs as root; a script is its title in brackets. */
  readonly run: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  readonly timedOut?: boolean;
}

/** A machine that expects these commands in this order, and nothing else. */
export class ScriptedRemote implements Remote {
  readonly name = "web-1 (root@192.0.2.1:22)";
  readonly user = "root";
  readonly #left: ScriptedCommand[];

  constructor(commands: readonly ScriptedCommand[]) {
    this.#left = [...commands];
  }

  run(command: Command, options: RunOptions = {}): Promise<CommandResult> {
    const line = `${options.sudo === true ? "sudo " : ""}${lineOf(command)}`;
    const next = this.#left.shift();
    assert.equal(line, next?.run);
    const { stdout = "", stderr = "", exitCode = 0, timedOut = false } = next ?? {};
    for (const text of stdout.split("\n")) options.onLine?.(text, "stdout");
    if (!timedOut && (exitCode === 0 || options.allowFailure === true))
      return Promise.resolve({ exitCode, stdout, stderr });
    const endedFor = timedOut ? ("timeout" as const) : undefined;
    return Promise.reject(
      new CommandError({
        host: this.name,
        command: titleOf(command),
        exitCode,
        signal: undefined,
        stdout,
        stderr,
        endedFor,
      }),
    );
  }

  stream(command: Command): Promise<RemoteProcess> {
    return Promise.reject(new Error(`no case expects a stream of ${lineOf(command)}`));
  }

  upload(path: string, content: string): Promise<void> {
    assert.equal(`[upload ${path}] ${content}`, this.#left.shift()?.run);
    return Promise.resolve();
  }

  dial(address: string): Promise<never> {
    return Promise.reject(new Error(`no case expects a connection to ${address}`));
  }

  /** Fails where something that was expected did not happen. */
  assertDone(): void {
    assert.deepEqual(this.#left, []);
  }
}

function lineOf(command: Command): string {
  return "script" in command ? `[${command.title}]` : quoteAll(command);
}
