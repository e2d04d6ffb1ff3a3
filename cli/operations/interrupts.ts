import { AsyncResource } from "node:async_hooks";
import { EXIT } from "../exit-codes";
import type { EndingSignal, Terminal } from "../terminal";
import { guardTerminal, type TerminalGuard } from "./terminal-guard";

const SIGNALS: readonly EndingSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * What ends an operation from outside: the first signal cancels it, the second stops the process. Then the lock is
 * given back on the way out, and what was under way is noted in the state as such.
 */
export class Interrupts {
  /** Is told when the operation is canceled. */
  onCancel: () => void = () => {};
  readonly #controller = new AbortController();
  readonly #guard: TerminalGuard;
  /** A signal has come. Whoever hears it first, it is not a program that ends the process then. */
  readonly hear: (signal?: EndingSignal) => void = AsyncResource.bind((signal = "SIGINT") => {
    this.#guard.hear(signal);
    if (this.signal.aborted) {
      this.exit(EXIT.stopped);
      return;
    }
    this.onCancel();
    this.#controller.abort();
  });

  constructor(
    private readonly terminal: Terminal,
    private readonly exit: (code: number) => void = (code) => process.exit(code),
  ) {
    this.#guard = guardTerminal(terminal);
    for (const signal of SIGNALS) terminal.on(signal, this.hear);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async forget(): Promise<void> {
    await this.#guard.end();
    for (const signal of SIGNALS) this.terminal.off(signal, this.hear);
  }
}
