import type { Provider } from "../plugins/provider";

/** Where the time of an operation went, in milliseconds. Parts overlap: many calls are under way at once. */
export interface Timings {
  /** From the call to the result. */
  readonly total: number;
  /** From the start of the process to the call. */
  readonly node: number;
  /** Each part by its name: sdk, transpile, program, key, plugins, state, saves. */
  readonly parts: Readonly<Record<string, number>>;
  /** The provider's calls, by RPC. */
  readonly rpcs: Readonly<Record<string, { readonly count: number; readonly milliseconds: number }>>;
}

/** Measures an operation while it runs. */
export class Stopwatch {
  private readonly begun = performance.now();
  private readonly parts = new Map<string, number>();
  private readonly rpcs = new Map<string, { count: number; milliseconds: number }>();
  private underWay = 0;

  /** Whether the engine does something that is measured, or waits for a provider. */
  get isRunning(): boolean {
    return this.underWay > 0;
  }

  /** Adds the time that some work of the engine takes to a part. */
  async measure<T>(part: string, work: () => T | Promise<T>): Promise<T> {
    this.underWay++;
    try {
      return await this.measureWait(part, work);
    } finally {
      this.underWay--;
    }
  }

  /** The same for what the engine only waits for. */
  async measureWait<T>(part: string, work: () => T | Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.add(part, performance.now() - start);
    }
  }

  /** The same for what takes no turn. */
  measureSync<T>(part: string, work: () => T): T {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.add(part, performance.now() - start);
    }
  }

  /** The same provider, with each of its calls measured. */
  watch(provider: Provider): Provider {
    return new Proxy(provider, {
      get: (target, method) => {
        const value: unknown = Reflect.get(target, method);
        if (typeof value !== "function") return value;
        return async (...given: unknown[]) => {
          const start = performance.now();
          this.underWay++;
          try {
            return await (Reflect.apply(value, target, given) as Promise<unknown>);
          } finally {
            this.underWay--;
            this.count(String(method), performance.now() - start);
          }
        };
      },
    });
  }

  result(): Timings {
    return {
      total: performance.now() - this.begun,
      node: this.begun,
      parts: Object.fromEntries(this.parts),
      rpcs: Object.fromEntries(this.rpcs),
    };
  }

  private add(part: string, milliseconds: number): void {
    this.parts.set(part, (this.parts.get(part) ?? 0) + milliseconds);
  }

  private count(rpc: string, milliseconds: number): void {
    const { count, milliseconds: before } = this.rpcs.get(rpc) ?? { count: 0, milliseconds: 0 };
    this.rpcs.set(rpc, { count: count + 1, milliseconds: before + milliseconds });
  }
}
