import type { Provider } from "./provider";
import { ProviderLostError } from "./provider-errors";

/** The end of all patience: from then on no call to a provider is waited for, whether it is under way or comes later. */
export class Abandonment {
  readonly #waiting = new Set<() => void>();
  #reason: string | undefined;

  /** @param reason why nobody waits any longer */
  begin(reason: string): void {
    this.#reason ??= reason;
    for (const leave of this.#waiting) leave();
  }

  /** What something comes to, unless it is abandoned before; what comes later is given to `late`. */
  wait<T>(what: string, answer: Promise<T>, late: (value: T) => void = () => {}): Promise<T> {
    return new Promise((resolve, reject) => {
      let isAbandoned = false;
      const leave = (): void => {
        isAbandoned = true;
        reject(new ProviderLostError(`${what} ${this.#reason ?? ""}`));
      };
      if (this.#reason === undefined) this.#waiting.add(leave);
      else leave();
      answer.then(
        (value) => {
          this.#waiting.delete(leave);
          if (isAbandoned) late(value);
          else resolve(value);
        },
        (error: Error) => {
          this.#waiting.delete(leave);
          reject(error);
        },
      );
    });
  }

  /** The same provider, but none of its calls outlasts the patience. */
  watch(provider: Provider, name: string): Provider {
    return new Proxy(provider, {
      get: (target, method) => {
        const value: unknown = Reflect.get(target, method);
        if (typeof value !== "function") return value;
        const isEnd = method === "cancel" || method === "close";
        return (...given: unknown[]) => {
          const answer = Reflect.apply(value, target, given) as Promise<unknown>;
          return isEnd ? answer : this.wait(`${name} was asked to ${String(method)} and`, answer);
        };
      },
    });
  }
}
