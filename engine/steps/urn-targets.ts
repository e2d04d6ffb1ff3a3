import type { Urn } from "../urn";

/** The resources that an operation is limited to, or must leave out: URNs and patterns. None means no limit. */
export class UrnTargets {
  readonly #urns: Set<string>;
  readonly #patterns: RegExp[];

  /** @param given URNs, or patterns with `*` (anything but `:`) and `**` (anything). */
  constructor(given: readonly string[] = []) {
    this.#urns = new Set(given.filter((text) => !text.includes("*")));
    this.#patterns = given.filter((text) => text.includes("*")).map(patternOf);
  }

  /** Whether there is a limit at all. */
  get isLimited(): boolean {
    return this.#urns.size > 0 || this.#patterns.length > 0;
  }

  get urns(): readonly Urn[] {
    return [...this.#urns];
  }

  has(urn: Urn): boolean {
    return !this.isLimited || this.#urns.has(urn) || this.#patterns.some((pattern) => pattern.test(urn));
  }

  /** Adds what is targeted because of something else. Without a limit there is nothing to add to. */
  add(urn: Urn): void {
    if (this.isLimited) this.#urns.add(urn);
  }

  copy(): UrnTargets {
    const copy = new UrnTargets();
    for (const urn of this.#urns) copy.#urns.add(urn);
    copy.#patterns.push(...this.#patterns);
    return copy;
  }
}

function patternOf(glob: string): RegExp {
  const segments = glob.split("**").map((segment) => segment.split("*").map(escape).join("[^:]*"));
  return new RegExp(`^${segments.join(".*")}$`, "s");
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
