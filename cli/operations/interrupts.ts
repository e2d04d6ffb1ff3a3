import { AsyncResource } from "node:async_hooks";
import { EXIT } from "../exit-codes";
import type { EndingSignal, Terminal } from "../terminal";

const SIGNALS: readonly EndingSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * What ends an operation from outside: the first signal cancels it, the second stops the process. Then the lock is
 * given back on the way out, and what was under way is noted in the state as such.
 */
export class Interrupts {
  /** Is told when the operation is canceled. */
  onCancel: () => void = () => {};
  readonly #controller = new AbortController();
  /** A signal has come. Whoever hears it first, it is not a program that ends the process then. */
  readonly hear: () => void = AsyncResource.bind(() => {
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
    for (const signal of SIGNALS) terminal.on(signal, this.hear);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  forget(): void {
    for (const signal of SIGNALS) this.terminal.off(signal, this.hear);
  }
}
